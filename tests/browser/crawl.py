"""Walking through the house by its links, as everybody who may enter, over plain HTTP."""

import http.client
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from portal.kernel.policy import PUBLIC
from portal.kernel.web.access import permission_of
from tests.browser.house import House
from tests.browser.reading import Page

SAME = 12
"""Pages of one endpoint that one guest looks at: enough for every state of the demonstration."""
TURNS = 5
"""Versions of one page that differ only behind the question mark."""


@dataclass(frozen=True)
class Guest:
    """Who walks: name and kind for reports, session cookie ('' for strangers), addresses that no link leads to.

    Public pages look alike to all of a kind, so only those with ``everywhere`` walk through them too.
    """

    who: str
    kind: str
    cookie: str = ""
    starts: tuple[str, ...] = ()
    everywhere: bool = False


@dataclass(frozen=True)
class Seen:
    """One page as one guest got it."""

    guest: Guest
    path: str
    endpoint: str
    page: Page | None
    """None where the address leads on, and for pictures and papers."""


@dataclass
class Walk:
    """What was seen, and what was wrong on the way."""

    seen: list[Seen] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def richest(self) -> list[Seen]:
        """One page of each endpoint, the one with most in it."""
        found: dict[str, Seen] = {}
        for one in self._by_riches():
            found.setdefault(one.endpoint, one)
        return list(found.values())

    def further(self) -> list[Seen]:
        """So few more that every brick of every endpoint is shown, and every kind of guest with what only they see."""
        known = {brick for one in self.richest() for brick in _bricks(one)}
        kept = []
        for one in self._by_riches():
            if new := _bricks(one) - known:
                known |= new
                kept.append(one)
        builds = {_build(one) for one in (*self.richest(), *kept)}
        first = {(one.endpoint, one.guest.kind): one for one in reversed(self.seen) if one.page}
        return kept + [
            one for build, one in {_build(one): one for one in first.values()}.items() if build not in builds
        ]

    def _by_riches(self) -> list[Seen]:
        return sorted((one for one in self.seen if one.page), key=lambda one: -len(_bricks(one)))


def _bricks(one: Seen) -> set[tuple[str, str]]:
    """What a page is built of: its own part counts for its endpoint, what stands around it for the kind of guest."""
    page = one.page
    if page is None:
        return set()
    return {(one.endpoint, brick) for brick in page.bricks} | {("", brick) for brick in (*page.frame, one.guest.kind)}


def _build(one: Seen) -> tuple[str, frozenset[str]]:
    """Two pages with the same build differ in words only."""
    return one.endpoint, frozenset(one.page.bricks if one.page else ())


class Walker:
    """Goes from page to page; one connection for all."""

    def __init__(self, house: House, locale: str) -> None:
        parts = urlsplit(house.url)
        self._line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        self._map = house.app.url_map.bind("localhost")
        self._public = {name for name in house.app.view_functions if permission_of(house.app, name) is PUBLIC}
        self._plain = _without_ids(house.app)
        self._locale = locale

    def walk(self, guest: Guest, walk: Walk) -> None:
        """From every address that needs no id, and from the guest's own, along every link."""
        coming = deque((path, "") for path in (*self._plain, *guest.starts))
        known = {path for path, _from in coming}
        counts: Counter[str] = Counter()
        while coming:
            path, came_from = coming.popleft()
            endpoint = self._endpoint(path)
            wanted = guest.everywhere or path in guest.starts or endpoint not in self._public
            if not wanted or not _few(counts, endpoint, path):
                continue
            for link in self._look(guest, path, endpoint, came_from, walk):
                if link not in known:
                    known.add(link)
                    coming.append((link, path))

    def _look(self, guest: Guest, path: str, endpoint: str, came_from: str, walk: Walk) -> Iterable[str]:
        status, kind, text, where = self._get(path, guest)
        if status in (301, 302, 303) and where:
            walk.seen.append(Seen(guest, path, endpoint, None))
            return [where]
        if status not in (200, 410):  # 410: a personal link that was used or replaced, and says so
            if came_from or path in guest.starts or status >= 500:
                walk.faults.append(f"{status} for {guest.who}: {path}, linked from {came_from or 'nowhere'}")
            return []
        page = Page(text) if kind == "text/html" else None
        walk.seen.append(Seen(guest, path, endpoint, page))
        return [link for href in (page.links if page else ()) if (link := local(path, href))]

    def _get(self, path: str, guest: Guest) -> tuple[int, str, str, str]:
        cookies = f"locale={self._locale}" + (f"; onedoor={guest.cookie}" if guest.cookie else "")
        self._line.request("GET", path, headers={"Cookie": cookies})
        answer = self._line.getresponse()
        body = answer.read()
        kind = (answer.getheader("Content-Type") or "").partition(";")[0]
        where = local(path, answer.getheader("Location") or "")
        return answer.status, kind, body.decode() if kind == "text/html" else "", where

    def _endpoint(self, path: str) -> str:
        try:
            endpoint, _values = self._map.match(path.partition("?")[0], method="GET")
        except HTTPException:
            return ""
        return str(endpoint)


def _without_ids(app: Flask) -> list[str]:
    """Every address that can be typed as it stands in the url map."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return [str(rule) for rule in rules if not rule.arguments]


def _few(counts: Counter[str], endpoint: str, path: str) -> bool:
    """Whether there have not been enough pages like this."""
    bare = path.partition("?")[0]
    counts.update([endpoint, bare])
    return endpoint != "static" and counts[endpoint] <= SAME and counts[bare] <= TURNS


def local(path: str, href: str) -> str:
    """The address on this site that a link leads to; '' for other sites, telephones and places on the same page."""
    parts = urlsplit(urljoin(f"http://here{path}", href))
    if parts.hostname not in ("here", "127.0.0.1") or href.startswith("#") or not href or parts.scheme != "http":
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def walk_through(house: House, guests: Sequence[Guest], locale: str = "en") -> Walk:
    """Everybody, one after the other."""
    found = Walk()
    walker = Walker(house, locale)
    for guest in guests:
        walker.walk(guest, found)
    return found
