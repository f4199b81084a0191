"""Nothing is booked twice, on either database, however many ask at once."""

import threading
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.app import Portal
from portal.kernel.db import Db
from portal.kernel.policy import Conflict
from portal.schedule.bookings import queries, rules
from portal.schedule.bookings.services import book, give_back

START = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOURS = {"3": [["08:30", "12:00"]]}


def test_buffer_belongs_to_the_booking(db: Db) -> None:
    room = uuid.uuid4()
    book(db, kind="mediation", holder=room, resources=[room], start=START, end=START + HOUR)
    with pytest.raises(Conflict):
        book(db, kind="mediation", holder=room, resources=[room], start=START + HOUR, end=START + 2 * HOUR)
    later = START + HOUR + rules.BUFFER
    assert book(db, kind="mediation", holder=room, resources=[room], start=later, end=later + HOUR).starts_at == later


def test_all_or_nothing(db: Db) -> None:
    room, busy = uuid.uuid4(), uuid.uuid4()
    book(db, kind="mediation", holder=busy, resources=[busy], start=START, end=START + HOUR)
    with pytest.raises(Conflict):
        book(db, kind="mediation", holder=room, resources=[room, busy], start=START, end=START + HOUR)
    assert queries.taken(db, [room], START, START + HOUR) == set()


def test_giving_back_frees_the_time(db: Db) -> None:
    room = uuid.uuid4()
    first = book(db, kind="mediation", holder=room, resources=[room], start=START, end=START + HOUR)
    give_back(db, first)
    assert book(db, kind="mediation", holder=room, resources=[room], start=START, end=START + HOUR).id != first.id


def test_common_times_are_free_for_everyone(db: Db) -> None:
    room, person = uuid.uuid4(), uuid.uuid4()
    day = date(2026, 11, 25)
    every = queries.common_times(db, [room, person], HOURS, [day], HOUR, "Asia/Shanghai")
    assert every[0] == datetime(2026, 11, 25, 0, 30, tzinfo=UTC)
    book(db, kind="mediation", holder=room, resources=[person], start=every[0], end=every[0] + HOUR)
    left = queries.common_times(db, [room, person], HOURS, [day], HOUR, "Asia/Shanghai")
    assert left[0] == every[0] + HOUR + timedelta(minutes=30)


def test_borders() -> None:
    with pytest.raises(ValueError, match="border"):
        rules.steps(START + timedelta(minutes=2), START + HOUR)
    with pytest.raises(ValueError, match="ends after"):
        rules.steps(START, START)


def test_notice_days() -> None:
    assert rules.earliest_day(date(2026, 11, 22), waived=False) == date(2026, 11, 25)
    assert rules.earliest_day(date(2026, 11, 22), waived=True) == date(2026, 11, 23)


@pytest.mark.both_engines
def test_many_at_once_one_wins(portal: Portal) -> None:
    room, people = uuid.uuid4(), [uuid.uuid4() for _ in range(3)]
    outcomes: list[str] = []
    gate = threading.Barrier(12)

    def ask() -> None:
        gate.wait()
        try:
            with portal.database.writing() as db:
                book(db, kind="mediation", holder=room, resources=[*people, room], start=START, end=START + HOUR)
            outcomes.append("won")
        except Conflict:
            outcomes.append("late")

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["late"] * 11 + ["won"]
