"""What the clocks say as time goes by: each mark once, on its day."""

from datetime import timedelta

import pytest

from portal.clocks import queries, services
from portal.clocks.jobs import recount_provisional
from portal.clocks.models import Subject
from portal.contracts.events import ClockReached
from portal.kernel.db import Db, new_id
from portal.kernel.outbox import Job
from tests.portal.clocks.engine import HEAD, only, run_tick
from tests.portal.clocks.timing import day, local


def test_each_mark_is_said_once_and_remembered(db: Db, matter: Subject, said: list[ClockReached]) -> None:
    (row,) = services.happened(db, HEAD, "matter.registered", matter, local("26-11-23 10:00"))
    for at in ("26-11-24 15:29", "26-11-24 15:30", "26-11-24 15:31", "26-11-24 17:30", "26-11-25 09:00"):
        run_tick(db, local(at))
    assert said == [ClockReached(row.id, "yellow"), ClockReached(row.id, "red")]
    kept = queries.clock_of(db, row.id)
    assert (kept.yellowed_at, kept.reddened_at, kept.next_at) == (row.yellow_at, row.due_at, None)


def test_r04_the_reminders_are_said_on_their_days(db: Db, matter: Subject, said: list[ClockReached]) -> None:
    services.happened(db, HEAD, "agreement.effective", matter, local("26-11-24 10:00"))
    for n in range(31):
        run_tick(db, local("26-11-24 12:00") + timedelta(days=n))
    run_tick(db, local("26-12-25 00:00"))
    assert [event.threshold for event in said] == [
        "reminder-15",
        "reminder-7",
        "yellow",
        "reminder-3",
        "reminder-1",
        "red",
    ]


def test_after_a_long_silence_only_the_last_is_said(db: Db, matter: Subject, said: list[ClockReached]) -> None:
    services.happened(db, HEAD, "agreement.effective", matter, local("26-11-24 10:00"))
    run_tick(db, local("26-12-22 10:00"))
    assert [event.threshold for event in said] == ["reminder-3"]
    assert only(db, matter, "CLK-18").yellowed_at == local("26-12-19 09:00")


def test_one_listener_that_fails_does_not_silence_the_other_clocks(db: Db, matter: Subject) -> None:
    (bad,) = services.happened(db, HEAD, "matter.registered", matter, local("26-11-20 10:00"))
    other = Subject("matter", new_id(), matter.center_id, matter.area_path)
    (good,) = services.happened(db, HEAD, "matter.registered", other, local("26-11-23 10:00"))

    def listener(_db: Db, event: ClockReached) -> None:
        if event.clock == bad.id:
            raise LookupError("no such matter")

    db.info["bus"].subscribe(ClockReached, listener)
    with pytest.raises(ExceptionGroup):
        run_tick(db, local("26-12-01 10:00"))
    db.expire_all()
    assert (bad.reddened_at, good.reddened_at) == (None, good.due_at)


def test_what_was_counted_over_an_unannounced_year_is_counted_again(db: Db, matter: Subject) -> None:
    services.happened(db, HEAD, "mediation.accepted", matter, local("26-12-10 10:00"))
    row = only(db, matter, "CLK-11")
    assert (row.provisional, row.last_day) == (True, day("27-01-11"))
    row.last_day, row.due_at = day("27-01-09"), local("27-01-10 00:00")  # as an older calendar had it
    db.commit()
    recount_provisional(Job(db.info["database"], new_id(), {}, 1))
    db.expire_all()
    assert (row.last_day, row.due_at) == (day("27-01-11"), local("27-01-12 00:00"))
