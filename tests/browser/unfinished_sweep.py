"""Over the route list in a real browser: every page, as each role that may enter, zh and en, 360 and 1280 px."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.checking import LARGE, SIZES, Watched, visiting, watched
from tests.browser.crawl import Guest, Seen, Walk, walk_through
from tests.browser.guests import everybody
from tests.browser.house import House
from tests.browser.stored import HANZI, written_by_people

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("sweep")]

LEAD_ON = frozenset({"static"})
"""Addresses that are no pages and that no link leads to."""
OWN_NAMES = frozenset({"中文"})
"""What a language calls itself."""
RESIDENTS = frozenset(
    {"stranger", "party", "resident", "filing", "receipt", "scanner", "at a door", "at a case's door"}
)


@pytest.fixture(scope="module")
def guests(county: House) -> list[Guest]:
    """Everybody with their cookies."""
    return everybody(county)


@pytest.fixture(scope="module")
def walk(county: House, guests: list[Guest]) -> Walk:
    """Every page that everybody came to, in English."""
    return walk_through(county, guests)


def test_no_link_leads_nowhere(walk: Walk) -> None:
    none_of(dict.fromkeys(walk.faults, ""))


def test_no_page_was_left_out(county: House, walk: Walk) -> None:
    """Every address of the url map that answers GET was reached by somebody."""
    rules = (rule for rule in county.app.url_map.iter_rules() if "GET" in (rule.methods or ()))
    assert {rule.endpoint for rule in rules} - {one.endpoint for one in walk.seen} <= LEAD_ON


def test_english_pages_are_english(county: House, walk: Walk) -> None:
    """Hanzi stand only in what people wrote (names, stories, papers) or where the page says that it is Chinese."""
    written = "\n".join(written_by_people(county))
    faults: dict[tuple[str, str], str] = {}
    for one in walk.seen:
        for lang, text in one.page.words if one.page else ():
            if not lang.startswith("zh") and any(run not in written for run in HANZI.findall(text)):
                faults.setdefault((one.endpoint, text), one.path)
    none_of({key: where for key, where in faults.items() if key[1] not in OWN_NAMES})


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_page_is_sound(county: House, chromium: Browser, walk: Walk, locale: str) -> None:
    """A page of every address, the fullest there is: axe at both widths, no sideways scrolling, a quiet console."""
    none_of(sweep(county, chromium, walk.richest(), locale))


def test_every_state_and_role_is_sound(county: House, chromium: Browser, walk: Walk) -> None:
    """Whatever else pages are built of for somebody, by turns in one language or the other, narrow or wide."""
    pages = walk.further()
    turns = [(locale, size) for locale in ("zh", "en") for size in SIZES]
    for number, (locale, size) in enumerate(turns):
        none_of(sweep(county, chromium, pages[number :: len(turns)], locale, axe=(size,)))


def test_large_print_is_large(county: House, chromium: Browser, walk: Walk) -> None:
    """长辈版 on residents' pages: text of 24 px, targets of 60, and still no sideways scrolling on a phone."""
    pages = [one for one in (*walk.richest(), *walk.further()) if one.guest.kind in RESIDENTS]
    none_of(sweep(county, chromium, pages, "zh", look="elder", axe=(), more=(LARGE,)))


def sweep(
    house: House, browser: Browser, pages: Iterable[Seen], locale: str, look: str = "normal", **how: Any
) -> dict[str, str]:
    """What is wrong, by fault: with whom, where, and how often."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    with visiting(browser, locale) as context, watched(context) as watch:
        for one in pages:
            become(context, house, one.guest, locale, look)
            for fault in faults_of(watch, house.url + one.path, **how):
                found[fault].append(f"{one.endpoint} as {one.guest.who}: {one.path}")
    return {fault: f"{len(where)} × {where[0]}" for fault, where in found.items()}


def faults_of(watch: Watched, url: str, **how: Any) -> Iterator[str]:
    """Each fault once a page, without what differs from page to page."""
    for fault in dict.fromkeys([*watch.go(url), *watch.faults(**how)]):
        yield re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", fault)


def become(context: BrowserContext, house: House, guest: Guest, locale: str, look: str) -> None:
    """Nothing of the one before stays."""
    kept = {"onedoor": guest.cookie, "locale": locale, "look": look}
    context.clear_cookies()
    context.add_cookies([{"name": name, "value": value, "url": house.url} for name, value in kept.items() if value])


def none_of(faults: Mapping[Any, str]) -> None:
    """Fail with every fault on a line of its own."""
    assert not faults, "\n" + "\n".join(f"{fault}\n    {where}" for fault, where in faults.items())
