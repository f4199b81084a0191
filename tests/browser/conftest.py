"""Browsers and houses of the browser tests; each is started once and ended by what started it."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from portal.app import Portal
from portal.app.demo.loading import furnish
from portal.app.demo.stories import STORIES as DEMONSTRATION
from tests.browser.corners import STORIES
from tests.browser.house import House, open_house
from tests.browser.town import settle


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The installed Chromium.

    For one module only, and not pytest-playwright's own: while its synchronous driver is open, an event loop counts
    as running in this thread, and tests that start one (signing does) would fail.
    """
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demonstration county, with a few matters halted where it halts none."""

    def tell(portal: Portal) -> None:
        furnish(portal, (*DEMONSTRATION, *STORIES))

    with open_house(tmp_path_factory.mktemp("county"), tell) as house:
        yield house


@pytest.fixture(scope="session")
def county_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A small county in which every journey begins a matter of its own."""
    with open_house(tmp_path_factory.mktemp("town"), settle) as house:
        yield house
