"""Judicial confirmation in time, and ratings that never come too soon."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.app import Portal
from portal.clocks.services import happened
from portal.directory.taxonomy.rules import load
from portal.followup.confirmations import services as confirmations
from portal.followup.confirmations.rules import may_confirm
from portal.followup.ratings import rules, services
from portal.followup.ratings.models import Rating
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import drain
from portal.kernel.policy import SYSTEM, Actor, Conflict, Refused
from portal.matters.models import Matter
from portal.matters.services import flag_danger, move
from portal.matters.timing import subject_of
from portal.notices.models import Notice
from tests.portal.followup.test_obligations import dispute
from tests.world import World

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def notices(db: Db, key: str) -> list[Notice]:
    return list(db.scalars(select(Notice).where(Notice.key == key).order_by(Notice.id)))


@pytest.mark.parametrize("minor", load().minors.values(), ids=lambda minor: minor.code)
def test_r05_status_and_title_are_never_sent_to_the_court(minor: object) -> None:
    flags = {flag.name for flag in minor.flags}  # type: ignore[attr-defined]
    assert may_confirm(flags) is not bool(flags & {"S", "K"})


def test_r04_reminders_fifteen_seven_three_and_one_day_before(portal: Portal, world: World) -> None:
    with clock.held(NOON), portal.database.writing() as db:
        matter = dispute(db, world)
        happened(db, SYSTEM, "agreement.effective", subject_of(matter))
        parties = len(matter.parties)
    days = []
    for day in range(35):
        with clock.held(NOON + timedelta(days=day, hours=6)):
            _tick(portal)
        with portal.database.reading() as db:
            days.append(len(notices(db, "confirmation.reminder")))
    grown = [day for day in range(1, 35) if days[day] > days[day - 1]]
    last = 30
    assert grown == [last - 15, last - 7, last - 3, last - 1]
    assert days[-1] == 4 * parties


def _tick(portal: Portal) -> None:
    """One round of the clocks and what follows from it."""
    from portal.kernel.outbox import enqueue

    with portal.database.writing() as db:
        for tick in portal.ticks:
            if tick.kind.startswith("clocks."):
                enqueue(db, tick.kind, key=clock.now().isoformat())
    drain(portal.database, portal.handlers)


def test_r04_who_has_applied_is_left_in_peace(portal: Portal, world: World) -> None:
    with clock.held(NOON), portal.database.writing() as db:
        matter = dispute(db, world)
        happened(db, SYSTEM, "agreement.effective", subject_of(matter))
        one, other = (Actor(person=party.person_id, scope=matter.id) for party in matter.parties)
        assert not confirmations.applied(db, one, matter)
        assert [notice.person_id for notice in notices(db, "confirmation.asked")] == [other.person]
        with pytest.raises(Conflict):
            confirmations.applied(db, one, matter)
        assert confirmations.applied(db, other, matter)
    with clock.held(NOON + timedelta(days=23, hours=6)):
        _tick(portal)
    with portal.database.reading() as db:
        assert notices(db, "confirmation.reminder") == []


def test_r04_one_side_alone_stops_nothing(portal: Portal, world: World) -> None:
    """The application is of both together (人民调解法 art.33): whoever owes cannot silence the other's last day."""
    with clock.held(NOON), portal.database.writing() as db:
        matter = dispute(db, world)
        happened(db, SYSTEM, "agreement.effective", subject_of(matter))
        people = [party.person_id for party in matter.parties]
        confirmations.applied(db, Actor(person=people[1], scope=matter.id), matter)
    with clock.held(NOON + timedelta(days=23, hours=6)):
        _tick(portal)
    with portal.database.reading() as db:
        assert {notice.person_id for notice in notices(db, "confirmation.reminder")} == set(people)


def close(db: Db, world: World, *, danger: bool) -> Matter:
    matter = dispute(db, world)
    if danger:
        flag_danger(db, SYSTEM, matter)
    move(db, SYSTEM, matter, "closed", close_kind="resolved")
    return matter


@pytest.mark.parametrize(
    ("danger", "after", "asked"),
    [
        (False, timedelta(hours=19), False),
        (False, timedelta(hours=21), True),
        (True, timedelta(days=29, hours=23), False),
        (True, timedelta(days=30, hours=1), True),
    ],
)
def test_nobody_is_asked_within_thirty_days_of_violence(
    portal: Portal, world: World, danger: bool, after: timedelta, asked: bool
) -> None:
    with clock.held(NOON), portal.database.writing() as db:
        matter = close(db, world, danger=danger)
        actor = Actor(person=matter.parties[0].person_id, scope=matter.id)
        parties = len(matter.parties)
    with clock.held(NOON + after):
        drain(portal.database, portal.handlers)
        with portal.database.reading() as db:
            assert len(notices(db, "rating.invited")) == (parties if asked else 0)
            again = db.get_one(Matter, matter.id)
            assert (services.open_for(db, actor, again) is not None) is asked


def test_danger_that_shows_after_closing_still_counts(portal: Portal, world: World) -> None:
    with clock.held(NOON), portal.database.writing() as db:
        matter = close(db, world, danger=False)
        flag_danger(db, SYSTEM, matter)
    with clock.held(NOON + timedelta(days=2)):
        drain(portal.database, portal.handlers)
        with portal.database.reading() as db:
            assert notices(db, "rating.invited") == []


def test_one_answer_each_and_none_after_fifteen_days(db: Db, world: World) -> None:
    scores = {name: 4 for name, _words in rules.QUESTIONS}
    with clock.held(NOON):
        matter = close(db, world, danger=False)
    actor, other = (Actor(person=party.person_id, scope=matter.id) for party in matter.parties)
    with clock.held(NOON + timedelta(days=1)):
        services.answer(db, actor, matter, scores, "很好")
        db.flush()
        with pytest.raises(Refused):
            services.answer(db, actor, matter, scores, "")
    with clock.held(NOON + timedelta(days=17)), pytest.raises(Refused):
        services.answer(db, other, matter, scores, "")
    assert [row.words for row in db.scalars(select(Rating).where(Rating.answered_at.is_not(None)))] == ["很好"]
