"""Reading clocks: those of subjects the caller may already see, their lights, and those that have something to say."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from portal.clocks import catalogue
from portal.clocks.models import RunningClock
from portal.clocks.rules import Clock, Due, Duty, Light, Sign, light, sign
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
    return max(mine, key=_weight, default=None)


def _weight(one: Sign) -> tuple[bool, int]:
    return one.pressing, SEVERITY.index(one.light)


class Lit(NamedTuple):
    """The clock that gives a subject its light: which, how it is shown, when it ends, whether it stands still."""

    sign: Sign
    clock: Clock
    due: Due
    paused: bool


def lights(db: Db, subject_type: str, danger: Mapping[uuid.UUID, bool], now: datetime) -> Mapping[uuid.UUID, Lit]:
    """The light of each of these subjects (``danger``: whether somebody may come to harm there), in one query.

    What ``worst`` says of one; of two that are alike, the one that ends sooner. Who has no clock running has no light.
    """
    one = RunningClock
    rows = select(one.subject_id, one.code, one.due_at, one.yellow_at, one.last_day, one.provisional, one.paused_at)
    rows = rows.where(RunningClock.subject_type == subject_type, RunningClock.subject_id.in_(danger))
    found: dict[uuid.UUID, Lit] = {}
    for subject, code, at, near, last, provisional, paused in db.execute(rows.where(RunningClock.stopped_at.is_(None))):
        clock, due = catalogue.load()[code], Due(at, near, last, provisional)
        if clock.duty is not Duty.STAFF:
            continue
        shown = sign(clock, light(due, paused or now), danger=danger[subject])
        lit, before = Lit(shown, clock, due, paused is not None), found.get(subject)
        if before is None or (*_weight(shown), before.due.at) > (*_weight(before.sign), due.at):
            found[subject] = lit
    return found


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
