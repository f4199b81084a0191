"""The light of a matter and the tab of its periods: from the clock engine, the law's and the centre's apart."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.app import Portal
from portal.clocks import queries
from portal.clocks.jobs import tick
from portal.clocks.models import RunningClock
from portal.clocks.services import extend, happened, pause
from portal.intake.dispatch.services import assign, decide
from portal.kernel import clock
from portal.kernel.db import Db, new_id
from portal.kernel.outbox import Job
from portal.matters.models import Matter
from portal.matters.services import flag_danger
from portal.matters.timing import Light, lights, subject_of
from portal.notices.models import Notice
from tests.portal.matters.counting import queries_of
from tests.portal.matters.filing import file_matter
from tests.portal.matters.reading import text
from tests.world import World

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""10:00 at the centre, on a working day."""


def days(n: float) -> datetime:
    return MONDAY + timedelta(days=n)


def light(db: Db, matter: Matter, at: datetime) -> Light | None:
    with clock.held(at):
        return lights(db, [matter]).get(matter.id)


@pytest.fixture
def matter(world: World, db: Db) -> Matter:
    """Registered on a Monday, which starts CLK-01."""
    with clock.held(MONDAY):
        return file_matter(db, world).matter


def tell(db: Db, world: World, matter: Matter, *events: str, at: datetime = MONDAY) -> None:
    for event in events:
        happened(db, world.actor("clerk"), event, subject_of(matter), at)


def test_the_light_is_that_of_the_clock_not_of_the_promise(world: World, db: Db, matter: Matter) -> None:
    shown = light(db, matter, MONDAY)
    assert shown is not None
    assert (shown.colour, shown.pressing, shown.name) == ("green", True, "分流交办")
    matter.next_due_at = MONDAY
    assert [light(db, matter, days(n)).colour for n in (0.1, 1.25, 1.4)] == ["green", "yellow", "red"]  # type: ignore[union-attr]
    tell(db, world, matter, "matter.declined", at=days(0.2))
    assert light(db, matter, days(2)) is None, "nothing runs, so there is no light"


def test_a_legal_period_ends_with_its_day_a_service_period_with_its_hour(world: World, db: Db, matter: Matter) -> None:
    assert light(db, matter, MONDAY).until == "2026年11月24日 17:30"  # type: ignore[union-attr]
    tell(db, world, matter, "matter.declined", "mediation.accepted")
    assert light(db, matter, MONDAY).until == "2026年12月23日"  # type: ignore[union-attr]


def test_r16_danger_takes_the_pressure_off_the_service_clocks_alone(world: World, db: Db, matter: Matter) -> None:
    tell(db, world, matter, "matter.assigned")
    late = light(db, matter, days(20))
    flag_danger(db, world.actor("clerk"), matter)
    eased = light(db, matter, days(20))
    assert late is not None
    assert eased is not None
    assert (late.colour, late.pressing) == (eased.colour, True) == ("red", True)
    assert not eased.pressing
    tell(db, world, matter, "mediation.accepted")
    legal = light(db, matter, days(20))
    assert legal is not None
    assert (legal.colour, legal.pressing, legal.name) == ("green", True, "人民调解期限")
    assert light(db, matter, days(40)).colour == "red"  # type: ignore[union-attr]


@pytest.mark.parametrize("danger", [False, True])
def test_many_lights_at_once_are_each_the_worst_of_their_own(world: World, db: Db, danger: bool) -> None:
    events = (("matter.assigned",), ("matter.assigned", "mediation.accepted"), ("mediation.accepted",), ())
    with clock.held(MONDAY):
        matters = [file_matter(db, world).matter for _ in events]
    for one, said in zip(matters, events, strict=True):
        tell(db, world, one, *said)
    for n in (0, 2, 5, 28, 40):
        found = queries.lights(db, "matter", {one.id: danger for one in matters}, days(n))
        rows = queries.of_subjects(db, "matter", [one.id for one in matters])
        for one in matters:
            assert found[one.id].sign == queries.worst(rows[one.id], days(n), danger=danger)


def test_the_docket_asks_once_for_all_lights(client: FlaskClient, world: World, portal: Portal) -> None:
    with portal.database.writing() as db:
        for _ in range(3):
            file_matter(db, world)
    world.sign_in(client, portal.database, "clerk")
    client.get("/docket")
    with queries_of(portal) as asked:
        page = client.get("/docket").get_data(as_text=True)
    assert page.count("分流交办") == 3
    assert len([one for one in asked if "FROM clocks" in one]) == 1


def test_r17_the_tab_keeps_the_two_kinds_apart_and_says_how_each_stands(
    client: FlaskClient, world: World, portal: Portal
) -> None:
    """One of each: in time, late, near, standing still, extended; seen a while after."""
    head = world.actor("head")
    with portal.database.writing() as db, clock.held(MONDAY):
        matter = file_matter(db, world).matter
        tell(db, world, matter, "matter.assigned", "mediation.accepted")
        tell(db, world, matter, "feedback.given", at=days(10))
        rows = {row.code: row for row in db.scalars(select(RunningClock))}
        pause(db, head, rows["CLK-09"], "material")
        both = {"a": MONDAY, "b": MONDAY}
        extend(db, head, rows["CLK-11"], 10, parties=["a", "b"], consents=both)
        address = f"/matters/{matter.id}"
    now = clock.now()
    with clock.held(days(0.1)):
        world.sign_in(client, portal.database, "clerk")
        assert "期限" in text(client.get(address))
        page = text(client.get(f"{address}?tab=clocks"))
    law, service = page[page.index('<h2 id="clocks-legal"') :].split('<h2 id="clocks-service"', 1)
    assert "人民调解期限" in law
    assert "经各方同意延长10天" in law
    assert "人民调解工作若干规定 art.33" in law
    assert "终止调解" in law
    assert "一般事项办理" not in law
    assert "从2026年11月23日 10:00起暂停计时" in service
    assert "暂停：等待当事人补充材料" in service
    assert "超期后在2026年12月3日 10:00结束" in service
    assert "期限内在2026年11月23日 10:00结束" in service
    assert now.year >= 2025


def test_the_tab_of_a_matter_in_danger_says_that_nobody_is_pressed(
    client: FlaskClient, world: World, portal: Portal
) -> None:
    with portal.database.writing() as db, clock.held(MONDAY):
        matter = file_matter(db, world).matter
        flag_danger(db, world.actor("clerk"), matter)
        tell(db, world, matter, "matter.assigned", "mediation.accepted")
        address = f"/matters/{matter.id}?tab=clocks"
    with clock.held(days(40)):
        world.sign_in(client, portal.database, "clerk")
        page = text(client.get(address))
    law, service = page[page.index('<h2 id="clocks-legal"') :].split('<h2 id="clocks-service"', 1)
    assert "先保安全" in page
    assert "已超期" in law
    assert "只计时，不催办" in service
    assert "已超期" not in service


def given(db: Db, world: World) -> Matter:
    """Triaged and assigned, as the dispatcher does it."""
    matter, dispatcher = file_matter(db, world).matter, world.actor("dispatcher")
    decide(db, dispatcher, matter.id, class_code="0201", mode="M", dangers=["none"], reason="核对过")
    return assign(db, dispatcher, matter.id, world.committee.id, world.accounts["mediator"].id)


def running(db: Db, matter: Matter) -> set[str]:
    return {row.code for row in queries.of_subjects(db, "matter", [matter.id])[matter.id]}


def test_clk04_runs_from_the_assignment_until_accepted_or_returned(world: World, db: Db) -> None:
    matter = given(db, world)
    assert "CLK-04" in running(db, matter)
    tell(db, world, matter, "assignment.returned", at=clock.now())
    assert "CLK-04" not in running(db, matter)
    other = given(db, world)
    tell(db, world, other, "mediation.accepted", at=clock.now())
    assert "CLK-04" not in running(db, other)


def test_clk04_when_it_runs_out_the_head_of_the_committee_is_told_once(world: World, db: Db) -> None:
    with clock.held(MONDAY):
        matter = given(db, world)
    for n in (2, 3, 4, 5):
        db.commit()
        with clock.held(days(n)):
            tick(Job(db.info["database"], new_id(), {}, 1))
        db.expire_all()
    told = db.scalars(select(Notice).where(Notice.key == "clock.red")).all()
    assert [(one.account_id, one.matter_id) for one in told] == [(world.accounts["head"].id, matter.id)]
