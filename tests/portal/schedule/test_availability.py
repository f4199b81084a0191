"""Who is there when: weekly hours, days off, holidays, extra days, what is booked, and whose hours one may set."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest

from portal.directory.organisations.services import add_venue
from portal.directory.workdays.rules import load
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Actor, Conflict, Refused
from portal.schedule.availability import queries, rules
from portal.schedule.availability.policy import SET, Post
from portal.schedule.availability.rules import Span
from portal.schedule.availability.services import close_days, open_hours, set_pattern, usual_day
from portal.schedule.bookings.services import book, give_back
from tests.world import World

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
HALF = timedelta(minutes=30)
MORNING = (time(9), time(12))


def span(weekday: int = 1, opens: time = time(9), shuts: time = time(12), mode: str = "phone") -> Span:
    return Span(weekday, opens, shuts, mode)


def local(db: Db, slots: list[rules.Slot]) -> list[str]:
    hours = timedelta(hours=8)
    return [f"{slot.start + hours:%m-%d %H:%M}" for slot in slots]


@pytest.fixture
def lawyer(db: Db, world: World) -> uuid.UUID:
    return world.account(db, "lawyer", "lawyer", world.center).id


def test_slots_lie_one_after_the_other_with_the_buffer(db: Db, world: World, lawyer: uuid.UUID) -> None:
    with clock.held(NOW):
        set_pattern(db, SYSTEM, world.center.id, lawyer, [span()], first=MONDAY)
        found = queries.open_slots(db, [lawyer], MONDAY, 1, HALF)
    assert local(db, found) == ["11-23 09:00", "11-23 09:45", "11-23 10:30", "11-23 11:15"]
    assert {slot.end - slot.start for slot in found} == {HALF}


def test_what_is_past_is_not_open(db: Db, world: World, lawyer: uuid.UUID) -> None:
    with clock.held(NOW):
        set_pattern(db, SYSTEM, world.center.id, lawyer, [span()], first=MONDAY)
    with clock.held(datetime(2026, 11, 23, 1, 45, tzinfo=UTC)):
        assert local(db, queries.open_slots(db, [lawyer], MONDAY, 1, HALF)) == ["11-23 10:30", "11-23 11:15"]


def test_a_booked_time_is_gone_and_comes_back(db: Db, world: World, lawyer: uuid.UUID) -> None:
    with clock.held(NOW):
        set_pattern(db, SYSTEM, world.center.id, lawyer, [span()], first=MONDAY)
        first = queries.open_slots(db, [lawyer], MONDAY, 1, HALF)[0]
        taken = book(db, kind="x", holder=uuid.uuid4(), resources=first.resources, start=first.start, end=first.end)
        assert first not in queries.open_slots(db, [lawyer], MONDAY, 1, HALF)
        assert queries.slot_at(db, lawyer, first.start, HALF, "phone") == first  # offered all the same: booking decides
        give_back(db, taken)
        assert first in queries.open_slots(db, [lawyer], MONDAY, 1, HALF)


def test_two_people_in_one_room_take_it_from_each_other(db: Db, world: World, lawyer: uuid.UUID) -> None:
    other = world.account(db, "lawyer2", "lawyer", world.center).id
    here = Span(1, *MORNING, "visit", world.venue.id)
    with clock.held(NOW):
        for one in (lawyer, other):
            set_pattern(db, SYSTEM, world.center.id, one, [here], first=MONDAY)
        slots = queries.open_slots(db, [lawyer, other], MONDAY, 1, HALF)
        assert len(slots) == 8
        book(db, kind="x", holder=lawyer, resources=slots[0].resources, start=slots[0].start, end=slots[0].end)
        left = queries.open_slots(db, [lawyer, other], MONDAY, 1, HALF)
    assert [slot for slot in left if slot.start == slots[0].start] == []


def test_by_phone_and_in_person_at_the_same_hour(db: Db, world: World, lawyer: uuid.UUID) -> None:
    both = [span(), Span(1, *MORNING, "visit", world.venue.id)]
    with clock.held(NOW):
        set_pattern(db, SYSTEM, world.center.id, lawyer, both, first=MONDAY)
        slots = queries.open_slots(db, [lawyer], MONDAY, 1, HALF)
        assert [slot.mode for slot in slots[:2]] == ["phone", "visit"]
        book(db, kind="x", holder=lawyer, resources=slots[0].resources, start=slots[0].start, end=slots[0].end)
        assert slots[1] not in queries.open_slots(db, [lawyer], MONDAY, 1, HALF)
        assert {slot.mode for slot in queries.open_slots(db, [lawyer], MONDAY, 1, HALF, mode="visit")} == {"visit"}


def test_new_hours_end_the_old_ones_the_day_before(db: Db, world: World, lawyer: uuid.UUID) -> None:
    later = MONDAY + timedelta(days=7)
    with clock.held(NOW):
        set_pattern(db, SYSTEM, world.center.id, lawyer, [span()], first=MONDAY)
        set_pattern(db, SYSTEM, world.center.id, lawyer, [span(opens=time(14), shuts=time(15))], first=later)
        found = queries.open_slots(db, [lawyer], MONDAY, 14, timedelta(hours=1))
    assert local(db, found) == ["11-23 09:00", "11-23 10:15", "11-30 14:00"]


def test_hours_end_with_their_validity(db: Db, world: World, lawyer: uuid.UUID) -> None:
    with clock.held(NOW):
        set_pattern(db, SYSTEM, world.center.id, lawyer, [span()], first=MONDAY, last=MONDAY + timedelta(days=6))
        assert len(queries.open_slots(db, [lawyer], MONDAY, 21, timedelta(hours=3))) == 1


def test_days_off_extra_days_and_back(db: Db, world: World, lawyer: uuid.UUID) -> None:
    sunday = MONDAY + timedelta(days=6)
    with clock.held(NOW):
        set_pattern(db, SYSTEM, world.center.id, lawyer, [span(), span(2)], first=MONDAY)
        assert close_days(db, SYSTEM, world.center.id, lawyer, MONDAY, MONDAY + timedelta(days=1)) == 0
        open_hours(db, SYSTEM, world.center.id, lawyer, sunday, span(7, time(10), time(11)))
        hour = timedelta(hours=1)
        assert local(db, queries.open_slots(db, [lawyer], MONDAY, 7, hour)) == ["11-29 10:00"]
        usual_day(db, SYSTEM, world.center.id, lawyer, MONDAY)
        usual_day(db, SYSTEM, world.center.id, lawyer, sunday)
        assert local(db, queries.open_slots(db, [lawyer], MONDAY, 7, hour)) == ["11-23 09:00", "11-23 10:15"]


def test_closing_says_how_many_appointments_stand(db: Db, world: World, lawyer: uuid.UUID) -> None:
    with clock.held(NOW):
        set_pattern(db, SYSTEM, world.center.id, lawyer, [span()], first=MONDAY)
        first = queries.open_slots(db, [lawyer], MONDAY, 1, HALF)[0]
        booked = book(db, kind="x", holder=lawyer, resources=[lawyer], start=first.start, end=first.end)
        assert close_days(db, SYSTEM, world.center.id, lawyer, MONDAY) == 1
        assert booked.cancelled_at is None


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2026, 10, 1), False),  # National Day, a Thursday
        (date(2026, 10, 9), True),  # a Friday after the holidays
        (date(2026, 10, 3), False),  # a Saturday within the holidays, also for whoever named Saturdays
        (date(2026, 10, 17), True),  # an ordinary Saturday, for whoever named Saturdays
        (date(2026, 10, 10), True),  # a Saturday worked in exchange
        (date(2026, 11, 23), True),
    ],
)
def test_holidays_are_nobodys_hours(day: date, holds: bool) -> None:
    assert rules.worked(load(), day) is holds


def test_holiday_closes_and_extra_hours_open_all_the_same(db: Db, world: World, lawyer: uuid.UUID) -> None:
    holiday = date(2026, 10, 1)
    with clock.held(datetime(2026, 9, 28, 1, tzinfo=UTC)):
        set_pattern(db, SYSTEM, world.center.id, lawyer, [span(4)], first=date(2026, 9, 28))
        assert queries.open_slots(db, [lawyer], holiday, 1, HALF) == []
        open_hours(db, SYSTEM, world.center.id, lawyer, holiday, span(4))
        assert len(queries.open_slots(db, [lawyer], holiday, 1, HALF)) == 4


@pytest.mark.parametrize(
    ("opens", "shuts", "ok"),
    [
        (time(9), time(12), True),
        (time(9, 5), time(9, 10), True),
        (time(12), time(9), False),
        (time(9), time(9), False),
        (time(9, 2), time(10), False),
        (time(9), time(10, 0, 30), False),
    ],
)
def test_sound_hours(opens: time, shuts: time, ok: bool) -> None:
    assert rules.sound(opens, shuts) is ok


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (span(), span(2), False),
        (span(), span(mode="visit"), False),
        (span(), span(opens=time(12), shuts=time(13)), False),
        (span(), span(opens=time(11), shuts=time(13)), True),
        (span(), span(), True),
    ],
)
def test_hours_that_clash(one: Span, other: Span, both: bool) -> None:
    assert rules.clash([one, other]) is both
    assert rules.clash([other, one]) is both


def test_what_is_refused(db: Db, world: World, lawyer: uuid.UUID) -> None:
    elsewhere = add_venue(db, SYSTEM, world.committee, ("别处", "Elsewhere"), 2)
    bad: list[tuple[list[Span], date, date | None]] = [
        ([span()], MONDAY - timedelta(days=1), None),
        ([span()], MONDAY, MONDAY - timedelta(days=1)),
        ([span(), span(opens=time(11))], MONDAY, None),
        ([span(opens=time(12), shuts=time(9))], MONDAY, None),
        ([Span(1, *MORNING, "phone", world.venue.id)], MONDAY, None),
        ([Span(1, *MORNING, "visit", elsewhere.id)], MONDAY, None),
    ]
    with clock.held(NOW):
        for spans, first, last in bad:
            with pytest.raises(Conflict):
                set_pattern(db, SYSTEM, world.center.id, lawyer, spans, first=first, last=last)
        with pytest.raises(Conflict):
            close_days(db, SYSTEM, world.center.id, lawyer, MONDAY - timedelta(days=1))
        open_hours(db, SYSTEM, world.center.id, lawyer, MONDAY, span())
        with pytest.raises(Conflict):
            open_hours(db, SYSTEM, world.center.id, lawyer, MONDAY, span(opens=time(11)))


def test_hours_of_two_organisations_are_kept_apart(db: Db, world: World, lawyer: uuid.UUID) -> None:
    with clock.held(NOW):
        set_pattern(db, SYSTEM, world.center.id, lawyer, [span()], first=MONDAY)
        set_pattern(db, SYSTEM, world.committee.id, lawyer, [span(2)], first=MONDAY)
        close_days(db, SYSTEM, world.center.id, lawyer, MONDAY + timedelta(days=1))
        three = timedelta(hours=3)
        assert len(queries.open_slots(db, [lawyer], MONDAY, 7, three)) == 2
        only = queries.open_slots(db, [lawyer], MONDAY, 7, three, organisation_id=world.committee.id)
        assert local(db, only) == ["11-24 09:00"]
        assert queries.has_hours(db, world.committee.id, MONDAY)
        assert not queries.has_hours(db, world.other_committee.id, MONDAY)


def people(db: Db, world: World) -> dict[str, Actor]:
    world.account(db, "lawyer2", "lawyer", world.center)
    world.account(db, "counsellor", "counsellor", world.committee)
    far = world.account(db, "far_clerk", "clerk", world.other_committee)
    assert far.id
    return {name: world.actor(name) for name in world.accounts}


def test_who_may_set_whose_hours(db: Db, world: World, lawyer: uuid.UUID) -> None:
    actors = people(db, world)
    mine, theirs = Post(world.center.id, lawyer), Post(world.committee.id, world.accounts["counsellor"].id)
    nobody = Post(world.center.id, world.accounts["mediator"].id)
    may = {name for name, actor in actors.items() if SET.allows(db, actor, mine)}
    assert may == {"lawyer", "clerk"}
    assert {name for name, actor in actors.items() if SET.allows(db, actor, theirs)} == {"counsellor", "clerk"}
    assert {name for name, actor in actors.items() if SET.allows(db, actor, nobody)} == set()
    assert not SET.allows(db, Actor(), mine)
    for name, actor in actors.items():  # policy and query agree
        listed = {post for post, _account, _organisation in queries.posts(db, actor)}
        assert (mine in listed, theirs in listed) == (SET.allows(db, actor, mine), SET.allows(db, actor, theirs)), name
        if name not in may:
            with pytest.raises(Refused):
                set_pattern(db, actor, *mine, [span()], first=MONDAY)
