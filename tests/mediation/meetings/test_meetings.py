"""Meetings: a time free for everyone, three days' notice unless all waive, sides kept apart where they must be."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from mediation.meetings import queries, rules, services
from mediation.meetings.models import Meeting
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from portal.matters.services import flag_danger
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
