"""A Tuesday morning in a county with two counsellors."""

from collections.abc import Iterator

import pytest

from portal.app import Portal
from portal.kernel import clock
from tests.counseling import callers
from tests.world import World


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    """The clock stands still; a test that wants another hour holds it itself."""
    with clock.held(callers.TUESDAY):
        yield


@pytest.fixture
def county(portal: Portal, world: World) -> World:
    """The world with counsellors, their hours, and everybody who must see nothing."""
    with portal.database.writing() as db:
        callers.furnish(db, world)
    return world
