"""How one running clock moves: started, counted again, paused, let go on, stopped, and what it says in between."""

import uuid
from datetime import datetime

from portal.clocks import catalogue
from portal.clocks.counting import due, marks
from portal.clocks.models import ClockPause, RunningClock, Subject
from portal.clocks.pauses import Pause, ends, excluded, standing
from portal.contracts.events import ClockReached
from portal.directory.workdays.queries import office_time
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.policy import Actor


def start(db: Db, code: str, subject: Subject, at: datetime) -> RunningClock:
    """A clock begins to run for a subject."""
    row = RunningClock(
        subject_type=subject.type,
        subject_id=subject.id,
        center_id=subject.center_id,
        area_path=subject.area_path,
        code=code,
        kind=str(catalogue.load()[code].kind),
        started_at=at,
        pauses=[],
        extensions=[],
    )
    recount(db, row)
    db.add(row)
    return row


def recount(db: Db, row: RunningClock) -> None:
    """Count again from the start with pauses and extensions as they are now, and by the calendar as it is now."""
    office = office_time(db, row.center_id)
    counted = due(row.clock, row.started_at, office, excluded(row.clock, row.spells, office), row.extra)
    row.due_at, row.yellow_at, row.last_day = counted.at, counted.yellow_at, counted.last_day
    row.rolled_from, row.provisional = counted.rolled_from, counted.provisional
    if row.stopped_at is not None:
        return
    if row.paused_at is not None:
        waiting = (ends(spell) for spell in row.spells if spell.end is None)
        row.next_at = min((end for end in waiting if end), default=None)
        return
    said = row.spoken_at
    coming = (mark.at for mark in marks(row.clock, row.started_at, counted, office) if said is None or mark.at > said)
    row.next_at = next(coming, None)


def speak(db: Db, row: RunningClock, now: datetime) -> None:
    """Say what a clock has reached by now, once; after a silence only the last of it."""
    if row.stopped_at is not None or row.next_at is None or row.next_at > now:
        return
    if row.paused_at is not None:
        _go_on(db, row, now)
        return
    office = office_time(db, row.center_id)
    said = row.spoken_at
    reached = [
        mark
        for mark in marks(row.clock, row.started_at, row.due, office)
        if mark.at <= now and (said is None or mark.at > said)
    ]
    row.spoken_at = now
    _remember_lights(row, now)
    recount(db, row)
    if reached:
        publish(db, ClockReached(row.id, reached[-1].name))


def stop(db: Db, row: RunningClock, reason: str, at: datetime) -> None:
    """A clock has done its work: ``reason`` is the event that ended it."""
    for name in {spell.reason for spell in row.spells if spell.end is None}:
        end_pause(db, row, name, at)
    _remember_lights(row, at)
    row.stopped_at, row.stop_reason = at, reason
    row.next_at = row.paused_at = None


def begin_pause(db: Db, actor: Actor, row: RunningClock, reason: str, at: datetime) -> None:
    """A clock stands still from now on; for a reason that holds already, nothing changes."""
    if any(spell.reason == reason and spell.end is None for spell in row.spells):
        return
    row.pauses.append(ClockPause(reason=reason, began_at=at, approved_by=account_of(actor)))
    row.paused_at = row.paused_at or at
    audit.record(db, actor, "clock.paused", row, ["pauses"])
    recount(db, row)


def end_pause(db: Db, row: RunningClock, reason: str, at: datetime) -> bool:
    """A reason to stand still is gone; answers whether it held."""
    ended = [pause for pause in row.pauses if pause.reason == reason and pause.ended_at is None]
    for pause in ended:
        limit = ends(Pause(pause.reason, pause.began_at, at))
        pause.ended_at = max(limit or at, pause.began_at)
    if ended:
        _go_on(db, row, at)
    return bool(ended)


def account_of(actor: Actor) -> uuid.UUID:
    """Who answers for it: pausing and extending are never done by nobody."""
    if actor.account is None:
        raise ValueError("a clock is paused or extended on somebody's approval")
    return actor.account


def _remember_lights(row: RunningClock, at: datetime) -> None:
    """Which lights it has shown stays known for the statistics (黄灯率, 红灯率), even if it is extended later."""
    if at >= row.yellow_at:
        row.yellowed_at = row.yellowed_at or row.yellow_at
    if at >= row.due_at:
        row.reddened_at = row.reddened_at or row.due_at


def _go_on(db: Db, row: RunningClock, now: datetime) -> None:
    """End the pauses that have lasted as long as they may, and let the clock go on if none is left."""
    for pause in row.pauses:
        limit = ends(Pause(pause.reason, pause.began_at, None))
        if pause.ended_at is None and limit and limit <= now:
            pause.ended_at = limit
    row.paused_at = _stands_at(row) if standing(row.spells, now) else None
    recount(db, row)


def _stands_at(row: RunningClock) -> datetime:
    """Where the hands of a paused clock stand: what is over before has moved its end already."""
    since = min(pause.began_at for pause in row.pauses if pause.ended_at is None)
    return max([since, *(pause.ended_at for pause in row.pauses if pause.ended_at is not None)])
