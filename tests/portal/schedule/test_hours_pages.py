"""Setting one's hours in the browser: the grid, days off, extra days; the desk does it for others."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.app import Portal
from portal.kernel import clock
from portal.schedule.availability import queries
from portal.schedule.bookings.services import book
from tests.world import World

NOW = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
TUESDAY = {"hours-2-opens": "09:00", "hours-2-shuts": "12:00"}


@pytest.fixture
def desk(client: FlaskClient, portal: Portal, world: World) -> Iterator[FlaskClient]:
    """A centre with one lawyer, who sits down."""
    with portal.database.writing() as db:
        world.account(db, "lawyer", "lawyer", world.center)
    with clock.held(NOW):
        world.sign_in(client, portal.database, "lawyer")
        yield client


def here(world: World) -> str:
    return f"/desk/hours/{world.center.id}/{world.accounts['lawyer'].id}"


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.get_data(as_text=True))


def week(**changes: Any) -> dict[str, Any]:
    """Monday morning, both ways, in no room."""
    empty = {f"hours-{n}-{name}": "" for n in range(14) for name in ("opens", "shuts")}
    how = {f"hours-{n}-how": "both" for n in range(14)}
    given = {"hours-0-opens": "09:00", "hours-0-shuts": "12:00", "venue": "", "first": "2026-11-23", "last": ""}
    return {**empty, **how, **given, **changes}


def free(portal: Portal, world: World, days: int = 7) -> list[str]:
    with portal.database.reading() as db:
        slots = queries.open_slots(db, [world.accounts["lawyer"].id], MONDAY, days, timedelta(hours=3))
        return [f"{slot.start:%d %H} {slot.mode}" for slot in slots]


def test_the_grid(desk: FlaskClient, portal: Portal, world: World) -> None:
    assert "我的时间" in page(desk, "/desk/hours")
    assert "还没有设置" in page(desk, here(world))
    assert desk.post(f"{here(world)}/week", data=week()).status_code == 303
    assert "09:00–12:00" in page(desk, here(world))
    assert 'value="09:00"' in page(desk, f"{here(world)}/week")
    with clock.held(NOW + timedelta(minutes=-30)):
        assert free(portal, world) == ["23 01 phone", "23 01 visit"]
    room = world.venue.id.hex
    changed = week(**{"hours-0-how": "visit", "venue": room, "first": "2026-11-24", "hours-2-opens": "14:00"})
    half = desk.post(f"{here(world)}/week", data=changed)
    assert half.status_code == 422
    assert "开始和结束时间要一起填" in unescape(half.get_data(as_text=True))
    assert desk.post(f"{here(world)}/week", data={**changed, "hours-2-shuts": "17:00"}).status_code == 303
    assert free(portal, world, 8) == ["23 01 phone", "23 01 visit", "24 06 phone", "24 06 visit", "30 01 visit"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": "2026-11-22"},
        {"hours-0-shuts": "08:00"},
        {"hours-0-opens": "09:02"},
        {"hours-1-opens": "10:00", "hours-1-shuts": "11:00"},
        {"first": "2026-11-23", "last": "2026-11-22"},
        {"first": ""},
    ],
)
def test_what_does_not_fit_comes_back(desk: FlaskClient, portal: Portal, world: World, wrong: dict[str, str]) -> None:
    answer = desk.post(f"{here(world)}/week", data=week(**wrong))
    assert answer.status_code == 422
    assert 'value="12:00"' in answer.get_data(as_text=True) or "hours-0-shuts" in wrong
    assert free(portal, world) == []


def test_days_off_and_extra_days(desk: FlaskClient, portal: Portal, world: World) -> None:
    desk.post(f"{here(world)}/week", data=week(**{"hours-0-opens": "", "hours-0-shuts": "", **TUESDAY}))
    lawyer = world.accounts["lawyer"].id
    with portal.database.writing() as db:
        start = datetime(2026, 11, 24, 1, tzinfo=UTC)
        book(db, kind="x", holder=lawyer, resources=[lawyer], start=start, end=start + timedelta(minutes=30))
    page(desk, f"{here(world)}/off")
    desk.post(f"{here(world)}/off", data={"first": "2026-11-24", "last": ""})
    assert "已经有 1 个预约" in page(desk, here(world))
    assert free(portal, world) == []
    extra = {"day": "2026-11-29", "opens": "10:00", "shuts": "13:00", "how": "phone", "venue": ""}
    page(desk, f"{here(world)}/extra")
    assert desk.post(f"{here(world)}/extra", data=extra).status_code == 303
    assert desk.post(f"{here(world)}/extra", data=extra).status_code == 422
    assert free(portal, world) == ["29 02 phone"]
    desk.post(f"{here(world)}/usual/2026-11-29")
    assert free(portal, world) == []
    assert desk.post(f"{here(world)}/usual/nonsense").status_code == 404
    assert desk.post(f"{here(world)}/off", data={"first": "2026-11-01", "last": ""}).status_code == 422


@pytest.mark.parametrize(
    ("login", "may"), [("clerk", True), ("mediator", False), ("admin", False), ("dispatcher", False)]
)
def test_the_desk_sets_it_for_others(desk: FlaskClient, portal: Portal, world: World, login: str, may: bool) -> None:
    world.sign_in(desk, portal.database, login)
    status = 200 if may else 404
    for path in ("/desk/hours", here(world), f"{here(world)}/week", f"{here(world)}/off", f"{here(world)}/extra"):
        assert desk.get(path).status_code == status, path
    assert desk.post(f"{here(world)}/week", data=week()).status_code == (303 if may else 404)
