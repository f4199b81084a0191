"""Setting weekly hours, days off and extra hours; appointments that stand already are never moved by it."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import SYSTEM, Actor, Conflict, require
from portal.schedule.availability import queries
from portal.schedule.availability.models import DayOff, ExtraHours, WeeklyHours
from portal.schedule.availability.policy import SET, Post
from portal.schedule.availability.rules import DAY, FURTHEST, MODES, Span, clash, days_from, sound


def set_pattern(
    db: Db, actor: Actor, organisation_id: uuid.UUID, resource: uuid.UUID, spans: Sequence[Span], *,
    first: date, last: date | None = None,
) -> None:  # fmt: skip
    """From ``first`` on (until ``last``) these are the weekly hours of somebody; no spans: none any more.

    What held before ends the day before; what was set for later is replaced.
    """
    post = _post(db, actor, organisation_id, resource)
    if first < _today(db) or (last is not None and last < first):
        raise Conflict(_("日期要从今天或以后开始，结束日期不能早于开始日期。"))
    for span in spans:
        _refuse(db, post, span.opens, span.shuts, span.mode, span.venue_id)
    if clash(spans):
        raise Conflict(_("同一天有两段时间重叠了，请改成一段，或者错开。"))
    _end_before(db, post, first)
    for span in spans:
        row = WeeklyHours(**post._asdict(), weekday=span.weekday, venue_id=span.venue_id, first=first, last=last)
        row.opens, row.shuts, row.mode = span.opens, span.shuts, span.mode
        _set(db, actor, row)
    audit.record(db, actor, "availability.pattern_set", "weekly_hours", ["first", "last", "spans"])


def _end_before(db: Db, post: Post, first: date) -> None:
    theirs = (WeeklyHours.organisation_id == post.organisation_id, WeeklyHours.resource == post.resource)
    db.execute(delete(WeeklyHours).where(*theirs, WeeklyHours.first >= first))
    for row in db.scalars(select(WeeklyHours).where(*theirs)):
        if row.last is None or row.last >= first:
            row.last = first - DAY
    db.flush()


def close_days(
    db: Db, actor: Actor, organisation_id: uuid.UUID, resource: uuid.UUID, first: date, last: date | None = None
) -> int:
    """Days off from ``first`` to ``last`` (None: one day); answers how many appointments stand on them all the same."""
    post, last = _post(db, actor, organisation_id, resource), last or first
    _refuse_days(db, first, last)
    there = {row.day for row in queries.days_off(db, post, first)}
    for day in days_from(first, (last - first).days + 1):
        if day not in there:
            _set(db, actor, DayOff(**post._asdict(), day=day))
    theirs = (ExtraHours.organisation_id == organisation_id, ExtraHours.resource == resource)
    db.execute(delete(ExtraHours).where(*theirs, ExtraHours.day.between(first, last)))
    audit.record(db, actor, "availability.closed", "days_off", ["day"])
    zone = ZoneInfo(db.info["settings"].zone)
    begin, end = (datetime.combine(day, time.min, zone) for day in (first, last + DAY))
    return queries.standing(db, resource, max(begin, clock.now()), end)


def open_hours(
    db: Db, actor: Actor, organisation_id: uuid.UUID, resource: uuid.UUID, day: date, span: Span
) -> ExtraHours:
    """Extra hours on one day (the span's weekday says nothing here)."""
    post = _post(db, actor, organisation_id, resource)
    _refuse_days(db, day, day)
    _refuse(db, post, span.opens, span.shuts, span.mode, span.venue_id)
    same = [row for row in queries.extra(db, post, day) if row.day == day and row.mode == span.mode]
    if any(row.opens < span.shuts and span.opens < row.shuts for row in same):
        raise Conflict(_("同一天有两段时间重叠了，请改成一段，或者错开。"))
    row = ExtraHours(**post._asdict(), day=day, venue_id=span.venue_id)
    row.opens, row.shuts, row.mode = span.opens, span.shuts, span.mode
    _set(db, actor, row)
    audit.record(db, actor, "availability.opened", row, ["day", "opens", "shuts", "mode"])
    return row


def usual_day(db: Db, actor: Actor, organisation_id: uuid.UUID, resource: uuid.UUID, day: date) -> None:
    """No longer an exception: neither day off nor extra hours."""
    post = _post(db, actor, organisation_id, resource)
    for kind in (DayOff, ExtraHours):
        theirs = (kind.organisation_id == post.organisation_id, kind.resource == post.resource, kind.day == day)
        db.execute(delete(kind).where(*theirs))
    audit.record(db, actor, "availability.usual_again", "days_off", ["day"])


def _post(db: Db, actor: Actor, organisation_id: uuid.UUID, resource: uuid.UUID) -> Post:
    post = Post(organisation_id, resource)
    if actor is not SYSTEM:
        require(db, actor, SET, post)
    return post


def _today(db: Db) -> date:
    return clock.today(db.info["settings"].zone)


def _refuse(db: Db, post: Post, opens: time, shuts: time, mode: str, venue_id: uuid.UUID | None) -> None:
    if mode not in MODES:
        raise ValueError(f"nobody can be met by {mode}")
    if not sound(opens, shuts):
        raise Conflict(_("结束时间要晚于开始时间，都要是 5 分钟的整数。"))
    if venue_id is not None and (mode == "phone" or venue_id not in queries.rooms(db, post.organisation_id)):
        raise Conflict(_("这个房间不能这样用，请另选。"))


def _refuse_days(db: Db, first: date, last: date) -> None:
    today = _today(db)
    if first < today or last < first or last > today + FURTHEST:
        raise Conflict(_("日期要从今天起一年以内，结束日期不能早于开始日期。"))


def _set(db: Db, actor: Actor, row: WeeklyHours | DayOff | ExtraHours) -> None:
    row.set_by, row.set_at = actor.account, clock.now()
    db.add(row)
    db.flush()
