"""Reading clocks: those of subjects the caller may already see, their lights, and those that have something to say."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from portal.clocks.models import RunningClock
from portal.clocks.rules import Duty, Light, Sign, light, sign
from portal.kernel.db import Db

SEVERITY = (Light.GREEN, Light.YELLOW, Light.RED)


def clock_of(db: Db, clock_id: uuid.UUID) -> RunningClock:
    """The clock of a ClockReached; who may see it is asked where its subject lives."""
    return db.get_one(RunningClock, clock_id)


def of_subjects(
    db: Db, subject_type: str, ids: Collection[uuid.UUID], *, running: bool = True
) -> Mapping[uuid.UUID, Sequence[RunningClock]]:
    """The clocks of some subjects, soonest end first; the caller has loaded the subjects through their own gate."""
    found = select(RunningClock).where(RunningClock.subject_type == subject_type, RunningClock.subject_id.in_(ids))
    if running:
        found = found.where(RunningClock.stopped_at.is_(None))
    clocks: dict[uuid.UUID, list[RunningClock]] = {subject: [] for subject in ids}
    for row in db.scalars(found.order_by(RunningClock.due_at, RunningClock.id)):
        clocks[row.subject_id].append(row)
    return clocks


def sign_of(row: RunningClock, now: datetime, *, danger: bool) -> Sign:
    """The light of one clock as it is shown; one that stands still keeps the colour it had."""
    return sign(row.clock, light(row.due, row.paused_at or now, row.stopped_at), danger=danger)


def worst(rows: Iterable[RunningClock], now: datetime, *, danger: bool) -> Sign | None:
    """The light of a subject: the worst that presses the house, else the worst of its others; None without any."""
    mine = (sign_of(row, now, danger=danger) for row in rows if row.clock.duty is Duty.STAFF)
    return max(mine, key=lambda one: (one.pressing, SEVERITY.index(one.light)), default=None)


def due_ids(db: Db, now: datetime, limit: int) -> Sequence[uuid.UUID]:
    """The clocks that have something to say by now, longest waiting first."""
    waiting = select(RunningClock.id).where(RunningClock.next_at <= now)
    return db.scalars(waiting.order_by(RunningClock.next_at, RunningClock.id).limit(limit)).all()


def provisional_ids(db: Db, after: uuid.UUID | None, limit: int) -> Sequence[uuid.UUID]:
    """Running clocks that were counted over a year not announced yet, in the order of their ids."""
    waiting = select(RunningClock.id).where(RunningClock.provisional, RunningClock.stopped_at.is_(None))
    if after is not None:
        waiting = waiting.where(RunningClock.id > after)
    return db.scalars(waiting.order_by(RunningClock.id).limit(limit)).all()
