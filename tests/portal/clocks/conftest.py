"""A matter whose clocks run, and an ear for what they say."""

from collections.abc import Iterator

import pytest

from portal.clocks.models import Subject
from portal.contracts.events import ClockReached
from portal.directory.organisations.services import add_area, add_organisation
from portal.kernel.db import Db, new_id
from portal.kernel.events import Bus
from portal.kernel.policy import SYSTEM


@pytest.fixture
def matter(db: Db) -> Subject:
    """A matter of a centre; the engine needs no more of it than this."""
    county = add_area(db, SYSTEM, code="990101", level="county", name_zh="青禾县", name_en="Qinghe", parent=None)
    centre = add_organisation(
        db, SYSTEM, kind="center", area=county, names=("青禾县综治中心", "Qinghe Centre"), short_name="青禾",
        phone="0900-1234567", addresses=("人民路1号", "1 Renmin Road"),
    )  # fmt: skip
    return Subject("matter", new_id(), centre.id, county.path)


@pytest.fixture(autouse=True)
def alone(request: pytest.FixtureRequest) -> Iterator[Bus | None]:
    """The engine by itself: the rest of the house, which knows what a matter is, does not listen."""
    if "db" not in request.fixturenames:
        yield None
        return
    db: Db = request.getfixturevalue("db")
    bus, before = Bus(), db.info["bus"]
    db.info["bus"] = db.info["database"].services["bus"] = bus
    yield bus
    db.info["bus"] = db.info["database"].services["bus"] = before


@pytest.fixture
def said(alone: Bus) -> list[ClockReached]:
    """What the clocks say, in order."""
    heard: list[ClockReached] = []
    alone.subscribe(ClockReached, lambda _db, event: heard.append(event))
    return heard
