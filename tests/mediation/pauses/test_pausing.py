"""Putting talks off and standing still: which periods stand still with it, what everybody is told, where it goes on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.cases.models import MediationCase
from mediation.cases.rules import STATES, may_become
from mediation.meetings import queries as calendar
from mediation.meetings.services import book
from mediation.pauses import jobs, queries
from mediation.pauses.models import Pause
from mediation.pauses.rules import BEGINS, GROUNDS, LONGEST, MOST, day_fits
from mediation.pauses.services import Plan, adjourn, resume, suspend
from portal.app import Portal
from portal.clocks.catalogue import events
from portal.clocks.models import RunningClock
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import Job
from portal.kernel.policy import Conflict, Refused
from portal.matters.telling import coming, timeline_for
from tests.mediation import dispute
from tests.world import World

TODO = "请各自把修水管的收据拍照交来"
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TODAY = date(2026, 11, 23)


def plan(days: int = 3) -> Plan:
    return Plan(dispute.in_days(days), TODO)


def clock_of(db: Db, case: MediationCase, code: str) -> RunningClock:
    rows = select(RunningClock).where(RunningClock.subject_id == case.matter_id, RunningClock.code == code)
    return db.scalars(rows.execution_options(populate_existing=True)).one()


@pytest.mark.parametrize(
    ("kind", "days", "limit", "fits"),
    [
        ("adjourned", 0, None, False),
        ("adjourned", 1, None, True),
        ("adjourned", MOST.days, None, True),
        ("adjourned", MOST.days + 1, None, False),
        ("adjourned", 5, 5, True),
        ("adjourned", 6, 5, False),
        ("adjourned", 10, -1, True),  # the period has run out: what follows is for the mediator to say, not this form
        ("suspended", 0, 5, False),
        ("suspended", 6, 5, True),
        ("suspended", LONGEST.days, 5, True),
        ("suspended", LONGEST.days + 1, None, False),
    ],
)
def test_until_which_day(kind: str, days: int, limit: int | None, fits: bool) -> None:
    last = TODAY + timedelta(days=limit) if limit is not None else None
    assert day_fits(kind, TODAY + timedelta(days=days), TODAY, last) is fits


def test_every_ground_speaks_to_the_clocks_and_names_its_source() -> None:
    assert {event for ground in GROUNDS.values() for event in (ground.began, ground.ended)} <= events()
    assert all(str(ground.source) for ground in GROUNDS.values())


def test_what_begins_is_a_move_of_the_table_and_nothing_is_forgotten() -> None:
    talked = {state for state in STATES if may_become(state, "suspended")}
    assert BEGINS["suspended"] == talked
    assert all(may_become(state, kind) for kind, states in BEGINS.items() for state in states)


@pytest.mark.parametrize("state", [state for state in STATES if state in dispute.ROADS])
def test_from_which_states(db: Db, world: World, state: str) -> None:
    for kind in ("adjourned", "suspended"):
        case = dispute.at(db, world, state)
        who = world.actor("mediator")
        if state in BEGINS[kind]:
            row = (
                adjourn(db, who, case.id, plan())
                if kind == "adjourned"
                else suspend(db, who, case.id, "illness", plan())
            )
            assert (case.state, row.came_from) == (kind, "preparing" if state == "scheduled" else state)
        else:
            with pytest.raises(Conflict):
                adjourn(db, who, case.id, plan()) if kind == "adjourned" else suspend(
                    db, who, case.id, "illness", plan()
                )


def test_everybody_reads_when_it_goes_on_and_what_to_do(db: Db, world: World) -> None:
    case = dispute.at(db, world, "in_session")
    adjourn(db, world.actor("mediator"), case.id, plan())
    row = queries.current(db, case)
    assert row is not None
    assert row.todo == TODO
    assert TODO.encode() not in row.todo_sealed
    ahead = coming(db, case.matter)
    assert "请按说好的做准备" in ahead.text
    assert ahead.due_at is not None
    assert ahead.due_at.date() == dispute.in_days(3)
    for party in dispute.parties(db, case):
        assert dispute.told(db, person_id=party.person_id).count("mediation.adjourned") == 1
        assert timeline_for(db, dispute.visitor(party), case.matter)[0].key == "mediation.adjourned"


def test_nobody_reads_who_is_ill_or_what_is_suspected(db: Db, world: World) -> None:
    for ground in ("illness", "verification"):
        case = dispute.at(db, world, "in_session")
        suspend(db, world.actor("mediator"), case.id, ground, plan())
        for party in dispute.parties(db, case):
            lines = " ".join(line.text for line in timeline_for(db, dispute.visitor(party), case.matter))
            assert "生病" not in lines
            assert "虚假" not in lines
            assert str(GROUNDS[ground].told) in lines


def test_r09_the_general_period_runs_on_and_service_clocks_stand_still(db: Db, world: World) -> None:
    case = dispute.at(db, world, "in_session")
    legal, service = clock_of(db, case, "CLK-11"), clock_of(db, case, "CLK-09")
    due = legal.due_at
    suspend(db, world.actor("mediator"), case.id, "appraisal", plan())
    assert (legal.paused_at, legal.due_at) == (None, due)
    assert service.paused_at is not None
    resume(db, world.actor("mediator"), case.id)
    assert service.paused_at is None


def test_r09_only_the_appraisal_stops_the_medical_period(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        ill = dispute.at(db, world, "in_session", class_code="0907")
        suspend(db, world.actor("mediator"), ill.id, "illness", plan())
        assert clock_of(db, ill, "CLK-13").paused_at is None
        case = dispute.at(db, world, "in_session", class_code="0907")
        before = clock_of(db, case, "CLK-13").due_at
        suspend(db, world.actor("mediator"), case.id, "appraisal", plan(60))
        assert clock_of(db, case, "CLK-13").paused_at is not None
    with clock.held(MONDAY + timedelta(days=14)):
        resume(db, world.actor("mediator"), case.id)
        legal = clock_of(db, case, "CLK-13")
        assert legal.paused_at is None
        assert (legal.due_at - before).days >= 14
        assert coming(db, case.matter).due_at == legal.due_at - timedelta(minutes=1)


@pytest.mark.parametrize("state", ["accepted", "preparing", "in_session", "adjourned"])
def test_it_goes_on_where_it_was(db: Db, world: World, state: str) -> None:
    case = dispute.at(db, world, "in_session" if state == "adjourned" else state)
    mediator = world.actor("mediator")
    if state == "adjourned":
        adjourn(db, mediator, case.id, plan(5))
    before = coming(db, case.matter)
    suspend(db, mediator, case.id, "proceedings", plan())
    assert coming(db, case.matter).text != before.text
    resume(db, mediator, case.id)
    assert (case.state, coming(db, case.matter)) == (state, before)
    for party in dispute.parties(db, case):
        assert dispute.told(db, person_id=party.person_id).count("mediation.resumed") == 1
    with pytest.raises(Conflict):
        resume(db, mediator, case.id)


@pytest.mark.parametrize(("days", "stands"), [(3, True), (20, False)])
def test_what_is_booked_until_then_is_called_off(db: Db, world: World, days: int, stands: bool) -> None:
    with clock.held(MONDAY):
        case, mediator = dispute.accepted(db, world), world.actor("mediator")
        start = calendar.free_times(db, case, world.venue, HOUR, None, dispute.in_days(7))[0]
        book(db, mediator, case.id, world.venue.id, start, HOUR, None)
        suspend(db, mediator, case.id, "illness", plan(days))
        assert bool(calendar.coming(db, case)) is stands
        resume(db, mediator, case.id)
        assert case.state == ("scheduled" if stands else "preparing")
        assert case.matter.next_key == ("next.meeting" if stands else "next.arrange")
        one = dispute.applicant(db, case)
        assert dispute.told(db, person_id=one.person_id).count("meeting.cancelled") == (0 if stands else 1)


def test_a_meeting_that_is_booked_is_the_next_step(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case, mediator = dispute.accepted(db, world), world.actor("mediator")
        dispute.open_joint(db, mediator, case)
        start = calendar.free_times(db, case, world.venue, HOUR, None)[0]
        book(db, mediator, case.id, world.venue.id, start, HOUR, None)
        adjourn(db, mediator, case.id, plan(4))
        assert (case.state, case.matter.next_key, case.matter.next_due_at) == ("scheduled", "next.meeting", start)
        row = queries.current(db, case)
        assert row is not None
        assert row.todo == TODO
        dispute.open_joint(db, mediator, case)
        assert (case.state, queries.current(db, case)) == ("in_session", None)


@pytest.mark.parametrize("login", ["head", "secretary", "clerk", "outsider", "mediator2", "police", "admin"])
def test_only_the_mediator_of_the_case_does_it(db: Db, world: World, login: str) -> None:
    case = dispute.at(db, world, "in_session")
    with pytest.raises(Refused):
        adjourn(db, world.actor(login), case.id, plan())
    with pytest.raises(Refused):
        suspend(db, world.actor(login), case.id, "illness", plan())
    suspend(db, world.actor("mediator"), case.id, "illness", plan())
    with pytest.raises(Refused):
        resume(db, world.actor(login), case.id)


@pytest.mark.parametrize("went_on", [False, True])
def test_on_the_day_the_mediator_is_reminded(portal: Portal, world: World, went_on: bool) -> None:
    with portal.database.writing() as db:
        case = dispute.at(db, world, "in_session")
        row = suspend(db, world.actor("mediator"), case.id, "illness", plan())
        if went_on:
            resume(db, world.actor("mediator"), case.id)
    jobs.remind(Job(portal.database, row.id, {"pause": row.id.hex}, 1))
    with portal.database.reading() as db:
        told = dispute.told(db, account_id=world.accounts["mediator"].id)
        assert ("mediation.pause_over" in told) is not went_on


def test_the_pages(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.at(db, world, "in_session")
        one, other = dispute.parties(db, case)
    world.sign_in(client, portal.database, "mediator")
    path = f"/cases/{case.id}/adjourn"
    dispute.body(client, path)
    for wrong in ("2020-01-01", "2026-02-30", "-1", "23:00", "明天"):
        again = client.post(path, data={"until_on": wrong, "todo": TODO})
        assert (again.status_code, TODO in again.get_data(as_text=True)) == (422, True)
    assert client.post(path, data={"until_on": dispute.in_days(3).isoformat()}).status_code == 422
    data = {"until_on": dispute.in_days(3).isoformat(), "todo": TODO}
    assert client.post(path, data={**data, "seen": case.version + 9}).status_code == 409
    for _click in range(2):
        assert client.post(path, data={**data, "once": "twice"}).location == f"/cases/{case.id}"
    assert client.post(path, data=data).status_code == 409
    assert TODO in dispute.body(client, f"/cases/{case.id}")
    page = dispute.body(client, f"/cases/{case.id}/suspend")
    assert "照常计算" in page
    data = {"until_on": dispute.in_days(9).isoformat(), "todo": "等鉴定", "ground": "appraisal"}
    assert client.post(f"/cases/{case.id}/suspend", data=data).status_code == 303
    for party in (one, other):
        world.come_with_code(client, portal.database, party.person_id, case.matter_id)
        mine = dispute.body(client, "/my/matter")
        assert "等鉴定" in mine
        assert client.post(f"/cases/{case.id}/resume").status_code == 404
    world.sign_in(client, portal.database, "mediator2")
    for path in (f"/cases/{case.id}/suspend", f"/cases/{case.id}/adjourn"):
        dispute.body(client, path, 404)
    world.sign_in(client, portal.database, "mediator")
    assert client.post(f"/cases/{case.id}/resume").status_code == 303
    with portal.database.reading() as db:
        assert db.get_one(MediationCase, case.id).state == "adjourned"
        assert len(db.scalars(select(Pause)).all()) == 2
