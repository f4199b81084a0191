"""Over the route list in a real browser: every page, as each role that may enter, zh and en, 360 and 1280 px."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize

from tests.browser.checking import DESKTOP, LARGE, PHONE, SIZES, Watched, visiting, watched
from tests.browser.crawl import Guest, Seen, Walk, walk_through
from tests.browser.guests import everybody
from tests.browser.house import House
from tests.browser.stored import HANZI, written_by_people

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("sweep")]

Turns = Sequence[tuple[str, ViewportSize]]
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
    """Every address of the url map that answers GET was reached by somebody, without knowing any id."""
    rules = {rule.endpoint: str(rule) for rule in county.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    reached = LEAD_ON | {one.endpoint for one in walk.seen}
    advice = "nobody came here by links; halt a matter before it in tests/browser/corners.py, or link to it"
    none_of({f"{name}: {rule}": advice for name, rule in rules.items() if name not in reached})


def test_english_pages_are_english(county: House, walk: Walk) -> None:
    """Hanzi stand only in what people wrote (names, stories, papers) or where the page says that it is Chinese."""
    written = "\n".join(written_by_people(county))
    faults: dict[tuple[str, str], str] = {}
    for one in walk.seen:
        for lang, text in one.page.words if one.page else ():
            if not lang.startswith("zh") and any(run not in written for run in HANZI.findall(text)):
                faults.setdefault((one.endpoint, text), one.path)
    none_of({key: where for key, where in faults.items() if key[1] not in OWN_NAMES})


@pytest.mark.parametrize(
    "turns", [(("zh", DESKTOP), ("zh", PHONE)), (("en", PHONE), ("en", DESKTOP))], ids=["zh", "en"]
)
def test_every_page_is_sound(county: House, chromium: Browser, walk: Walk, turns: Turns) -> None:
    """A page of every address, the fullest there is, in both languages and with axe at both widths."""
    by_turns(county, chromium, walk.richest(), turns)


def test_every_state_and_role_is_sound(county: House, chromium: Browser, walk: Walk) -> None:
    """Whatever else pages are built of for somebody, in one language or the other."""
    by_turns(county, chromium, walk.further(), [(locale, size) for locale in ("zh", "en") for size in SIZES])


def test_large_print_is_large(county: House, chromium: Browser, walk: Walk) -> None:
    """长辈版 on residents' pages: text of 24 px, targets of 60, and still no sideways scrolling on a phone."""
    pages = [one for one in (*walk.richest(), *walk.further()) if one.guest.kind in RESIDENTS]
    none_of(sweep(county, chromium, pages, "zh", look="elder", axe=(), more=(LARGE,)))


BAD = """data:text/html,<!doctype html><html lang=en><p>a</p><h1>b</h1><h1>c</h1>
<div style="width:400px;color:%23eee;background:%23fff">pale words</div><a href="/">e</a><input>
<script>console.error("f"); undefined.seven</script>"""
WRONG = ("h1: b | c", "document-title:", "color-contrast: div", "label: input", "408 px wide on 360", "px high: <a")
SAID = ("console: f", "error: ")


def test_a_bad_page_is_found(chromium: Browser) -> None:
    """The checks themselves: whatever is wrong here is named."""
    with visiting(chromium) as context, watched(context) as watch:
        watch.page.goto(BAD)
        said = "\n".join(watch.faults(more=(LARGE,)))
    assert [fault for fault in (*WRONG, *SAID) if fault not in said] == [], said


def by_turns(house: House, browser: Browser, pages: Sequence[Seen], turns: Turns) -> None:
    """Each page in one language and with axe at one width: these, like the frame around it, make little difference."""
    for number, (locale, size) in enumerate(turns):
        none_of(sweep(house, browser, pages[number :: len(turns)], locale, axe=(size,)))


def sweep(
    house: House, browser: Browser, pages: Iterable[Seen], locale: str, look: str = "normal", **how: Any
) -> dict[str, str]:
    """What is wrong, by fault: with whom, where, and how often."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    before = None
    with visiting(browser, locale) as context, watched(context) as watch:
        for one in sorted(pages, key=lambda one: one.guest.who):
            if one.guest != before:
                before = one.guest
                become(context, house, before, locale, look)
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
