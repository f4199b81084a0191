"""Meetings: a time free for everyone, three days' notice unless all waive, sides kept apart where they must be."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from mediation.cases.models import MediationCase
from mediation.meetings import queries, rules, services
from mediation.meetings.models import Meeting
from mediation.terminations.services import stop
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Conflict, Refused
from portal.matters.services import flag_danger
from portal.matters.telling import coming
from tests.mediation import dispute
from tests.world import World

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def times(db: Db, world: World, case: object, side: str | None = None) -> list[datetime]:
    return queries.free_times(db, case, world.venue, HOUR, side)  # type: ignore[arg-type]


def test_times_begin_after_three_days_of_notice(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case = dispute.accepted(db, world)
        first = times(db, world, case)[0]
        assert first == datetime(2026, 11, 26, 0, 30, tzinfo=UTC)
        for party in dispute.parties(db, case):
            services.waive(db, dispute.visitor(party), case.matter)
        assert times(db, world, case)[0] == datetime(2026, 11, 24, 0, 30, tzinfo=UTC)


def test_one_waiver_is_not_all(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case = dispute.accepted(db, world)
        services.waive(db, dispute.visitor(dispute.applicant(db, case)), case.matter)
        tomorrow = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
        with pytest.raises(Conflict, match="三天"):
            services.book(db, world.actor("mediator"), case.id, world.venue.id, tomorrow, HOUR, None)


def test_a_booked_time_is_free_for_nobody_else(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case, second = dispute.accepted(db, world), dispute.accepted(db, world)
        start = times(db, world, case)[0]
        meeting = services.book(db, world.actor("mediator"), case.id, world.venue.id, start, HOUR, None)
        assert start not in times(db, world, second)
        with pytest.raises(Conflict):
            services.book(db, world.actor("mediator"), second.id, world.venue.id, start, HOUR, None)
        assert case.state == "scheduled"
        services.cancel(db, world.actor("mediator"), case.id, meeting.id)
        assert start in times(db, world, second)
        assert case.state == "preparing"


@pytest.mark.both_engines
def test_many_book_one_room_one_wins(portal: Portal, world: World) -> None:
    with clock.held(MONDAY):
        with portal.database.writing() as db:
            cases = [dispute.accepted(db, world) for _ in range(6)]
            start = times(db, world, cases[0])[0]
            ids = [case.id for case in cases]
        outcomes: list[str] = []
        gate = threading.Barrier(len(ids))

        def book(case_id: object) -> None:
            gate.wait()
            try:
                with portal.database.writing() as own:
                    services.book(own, world.actor("mediator"), case_id, world.venue.id, start, HOUR, None)  # type: ignore[arg-type]
                outcomes.append("won")
            except Conflict:
                outcomes.append("late")

        threads = [threading.Thread(target=book, args=(case_id,)) for case_id in ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(outcomes) == ["late"] * 5 + ["won"]


def test_sides_that_must_not_meet_come_apart(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case = dispute.accepted(db, world)
        flag_danger(db, world.actor("dispatcher"), case.matter)
        start = times(db, world, case, "a")[0]
        book = services.book
        with pytest.raises(Conflict):
            book(db, world.actor("mediator"), case.id, world.venue.id, start, HOUR, None)
        book(db, world.actor("mediator"), case.id, world.venue.id, start, HOUR, "a")
        with pytest.raises(Conflict, match="半小时"):
            book(db, world.actor("mediator"), case.id, world.venue.id, start + timedelta(minutes=75), HOUR, "b")
        book(db, world.actor("mediator"), case.id, world.venue.id, start + timedelta(minutes=90), HOUR, "b")
        assert [m.side for m in queries.coming(db, case, "a")] == ["a"]
        assert [m.side for m in queries.coming(db, case, "b")] == ["b"]


@pytest.mark.parametrize("login", ["head", "secretary", "outsider", "clerk", "police"])
def test_only_the_mediator_books(db: Db, world: World, login: str) -> None:
    with clock.held(MONDAY):
        case = dispute.accepted(db, world)
        start = times(db, world, case)[0]
        with pytest.raises(Refused):
            services.book(db, world.actor(login), case.id, world.venue.id, start, HOUR, None)


def test_a_meeting_of_another_case_cannot_be_called_off_here(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case, other = dispute.accepted(db, world), dispute.accepted(db, world)
        meeting = services.book(
            db, world.actor("mediator"), case.id, world.venue.id, times(db, world, case)[0], HOUR, None
        )
        with pytest.raises(Refused):
            services.cancel(db, world.actor("mediator"), other.id, meeting.id)
        assert db.get_one(Meeting, meeting.id).cancelled_at is None


@pytest.mark.parametrize(("gap_minutes", "enough"), [(-60, False), (0, False), (29, False), (30, True), (120, True)])
def test_far_enough(gap_minutes: int, enough: bool) -> None:
    start, end = MONDAY, MONDAY + HOUR
    other = end + timedelta(minutes=gap_minutes)
    assert rules.far_enough(start, end, other, other + HOUR) is enough
    assert rules.far_enough(other, other + HOUR, start, end) is enough


@pytest.mark.parametrize("side", [None, "a"])
def test_a_meeting_with_one_side_leaves_no_trace_in_what_comes_next(db: Db, world: World, side: str | None) -> None:
    with clock.held(MONDAY):
        case = dispute.accepted(db, world)
        before = coming(db, case.matter)
        start = times(db, world, case, side)[0]
        meeting = services.book(db, world.actor("mediator"), case.id, world.venue.id, start, HOUR, side)
        assert (coming(db, case.matter) == before) is (side is not None)
        services.cancel(db, world.actor("mediator"), case.id, meeting.id)
        assert coming(db, case.matter) == before


@pytest.fixture
def case(portal: Portal, world: World) -> MediationCase:
    """Everybody has agreed."""
    with portal.database.writing() as db:
        return dispute.accepted(db, world)


@pytest.mark.parametrize(
    "query", ["venue=zz", "venue=" + "0" * 32, "length=abc", "length=-5", "side=q", "first=9999-12-31", "first=x"]
)
def test_an_address_may_hold_anything(
    portal: Portal, world: World, client: FlaskClient, case: MediationCase, query: str
) -> None:
    world.sign_in(client, portal.database, "mediator")
    assert client.get(f"/cases/{case.id}/meeting?{query}").status_code == 200


@pytest.mark.parametrize("start", ["x", "9999-99-99", "😀", "2026-12-26T10:00:00", "2026-12-25T03:00:00+08:00",
                                   "2099-01-01T10:00:00+08:00", "2026-11-29T10:00:00+08:00"])  # fmt: skip
def test_a_time_nobody_offered_is_refused_in_a_sentence(
    portal: Portal, world: World, client: FlaskClient, case: MediationCase, start: str
) -> None:
    world.sign_in(client, portal.database, "mediator")
    answer = client.post(f"/cases/{case.id}/meeting", data={"start": start})
    assert answer.status_code == 422
    assert "请从列出的时间里选一个" in answer.get_data(as_text=True) or "提前三天" in answer.get_data(as_text=True)


def test_in_danger_nobody_is_asked_to_come_where_the_other_comes(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case = dispute.accepted(db, world)
        start = times(db, world, case)[0]
        meeting = services.book(db, world.actor("mediator"), case.id, world.venue.id, start, HOUR, None)
        flag_danger(db, SYSTEM, case.matter)
        assert meeting.cancelled_at is not None
        assert case.matter.next_key != "next.meeting"
        assert "meeting.cancelled" in dispute.told(db, dispute.applicant(db, case).person_id)


def test_when_all_is_over_room_and_people_are_free_again(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case = dispute.accepted(db, world)
        start = times(db, world, case)[0]
        meeting = services.book(db, world.actor("mediator"), case.id, world.venue.id, start, HOUR, None)
        party = dispute.applicant(db, case)
        stop(db, dispute.visitor(party))
        assert meeting.cancelled_at is not None
        assert "meeting.cancelled" in dispute.told(db, party.person_id)
        assert start in times(db, world, dispute.accepted(db, world))


def test_the_mediator_writes_down_that_somebody_without_a_phone_need_not_wait(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        one, other = dispute.applicant(db, case), dispute.respondent(db, case)
        services.waive(db, dispute.visitor(one), case.matter)
    world.sign_in(client, portal.database, "mediator")
    page = dispute.body(client, f"/cases/{case.id}/meeting")
    assert f"{other.person.name}同意不等三天" in page
    assert f"{one.person.name}同意不等三天" not in page
    path = f"/cases/{case.id}/meeting/waived/{other.id}"
    for _again in range(2):
        assert client.post(path).status_code == 303
    with portal.database.reading() as db:
        assert queries.all_waive(db, db.get_one(MediationCase, case.id))
        assert dispute.told(db, person_id=other.person_id).count("meeting.waived_for") == 1
    for login in ("head", "clerk", "mediator2"):
        world.sign_in(client, portal.database, login)
        assert client.post(path).status_code == 404
