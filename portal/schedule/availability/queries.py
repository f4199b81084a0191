"""Open times: what the weekly hours offer, without days off and holidays, and without what is booked."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from portal.accounts.grants.queries import active
from portal.accounts.models import Account, RoleGrant
from portal.directory.organisations.models import Organisation, Venue
from portal.directory.organisations.queries import venues
from portal.directory.workdays.rules import load
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.schedule.availability.models import DayOff, ExtraHours, WeeklyHours
from portal.schedule.availability.policy import Post
from portal.schedule.availability.rules import BY_APPOINTMENT, DAY, Slot, days_from, in_order, starts, worked
from portal.schedule.bookings.models import BookedStep, Booking
from portal.schedule.bookings.rules import BUFFER, step_of, steps


def open_slots(
    db: Db, resources: Sequence[uuid.UUID], first_day: date, days: int, length: timedelta,
    *, organisation_id: uuid.UUID | None = None, mode: str | None = None,
) -> list[Slot]:  # fmt: skip
    """What can still be booked in ``days`` days from ``first_day`` on, in the order of time; never a time that is past.

    Somebody else may take a slot the next moment: booking ``slot.resources`` decides, this list does not. With
    ``organisation_id`` only hours kept for that organisation count, with ``mode`` only 'visit' or 'phone'.
    """
    offered = offered_slots(db, resources, first_day, days, length, organisation_id=organisation_id)
    coming = [slot for slot in offered if slot.start > clock.now() and mode in (None, slot.mode)]
    if not coming:
        return []
    taken = _taken(db, {one for slot in coming for one in slot.resources}, coming[0].start, max(s.end for s in coming))
    return [slot for slot in coming if taken.isdisjoint(_wanted(slot))]


def offered_slots(
    db: Db, resources: Sequence[uuid.UUID], first_day: date, days: int, length: timedelta,
    *, organisation_id: uuid.UUID | None = None,
) -> list[Slot]:  # fmt: skip
    """What the hours alone offer, booked or not."""
    here = [_here(kind, resources, organisation_id) for kind in (WeeklyHours, DayOff, ExtraHours)]
    last_day = first_day + (days - 1) * DAY
    weekly = db.scalars(select(WeeklyHours).where(here[0], *_valid(first_day, last_day))).all()
    off = {(row.organisation_id, row.resource, row.day) for row in db.scalars(_off(here[1], first_day, last_day))}
    extra = db.scalars(select(ExtraHours).where(here[2], ExtraHours.day.between(first_day, last_day))).all()
    zone = db.info["settings"].zone
    found = {_slot(at, length, row) for day, row in _weekly_days(weekly, off, first_day, days)
             for at in starts(day, row.opens, row.shuts, length, zone)}  # fmt: skip
    found |= {_slot(at, length, row) for row in extra for at in starts(row.day, row.opens, row.shuts, length, zone)}
    return in_order(found)


def slot_at(
    db: Db,
    resource: uuid.UUID,
    start: datetime,
    length: timedelta,
    mode: str,
    *,
    organisation_id: uuid.UUID | None = None,
) -> Slot | None:
    """The offer that begins just then, booked or not; None if the hours offer nothing of the kind."""
    day = start.astimezone(ZoneInfo(db.info["settings"].zone)).date()
    offered = offered_slots(db, [resource], day, 1, length, organisation_id=organisation_id)
    return next((slot for slot in offered if (slot.start, slot.mode) == (start, mode)), None)


def _here(
    kind: type[WeeklyHours | DayOff | ExtraHours], resources: Sequence[uuid.UUID], organisation_id: uuid.UUID | None
) -> ColumnElement[bool]:
    theirs = kind.resource.in_(resources)
    return theirs if organisation_id is None else theirs & (kind.organisation_id == organisation_id)


def _off(here: ColumnElement[bool], first: date, last: date) -> Select[DayOff]:
    return select(DayOff).where(here, DayOff.day.between(first, last))


def _valid(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return WeeklyHours.first <= last, or_(WeeklyHours.last.is_(None), WeeklyHours.last >= first)


def _weekly_days(
    rows: Sequence[WeeklyHours], off: set[tuple[uuid.UUID, uuid.UUID, date]], first: date, count: int
) -> Iterator[tuple[date, WeeklyHours]]:
    calendar = load()
    for day in days_from(first, count):
        if not worked(calendar, day):
            continue
        for row in rows:
            valid = row.first <= day and (row.last is None or day <= row.last)
            if valid and row.weekday == day.isoweekday() and (row.organisation_id, row.resource, day) not in off:
                yield day, row


def _slot(at: datetime, length: timedelta, row: WeeklyHours | ExtraHours) -> Slot:
    return Slot(at, at + length, row.resource, row.venue_id, row.mode)


def _wanted(slot: Slot) -> Iterator[tuple[uuid.UUID, int]]:
    return ((one, step) for one in slot.resources for step in steps(slot.start, slot.end))


def _taken(db: Db, resources: Iterable[uuid.UUID], start: datetime, end: datetime) -> set[tuple[uuid.UUID, int]]:
    found = select(BookedStep.resource, BookedStep.step).where(BookedStep.resource.in_(list(resources)))
    found = found.where(BookedStep.step >= step_of(start), BookedStep.step < step_of(end + BUFFER))
    return {(resource, step) for resource, step in db.execute(found)}


def has_hours(db: Db, organisation_id: uuid.UUID, today: date) -> bool:
    """Whether anybody at all keeps hours for this organisation from today on."""
    weekly = exists().where(WeeklyHours.organisation_id == organisation_id)
    weekly = weekly.where(or_(WeeklyHours.last.is_(None), WeeklyHours.last >= today))
    extra = exists().where(ExtraHours.organisation_id == organisation_id, ExtraHours.day >= today)
    return bool(db.scalar(select(or_(weekly, extra))))


def posts(db: Db, actor: Actor) -> list[tuple[Post, Account, Organisation]]:
    """Whose hours the actor may set: their own, and those of the organisations behind whose desk they stand."""
    found = select(Account, Organisation).join(RoleGrant, RoleGrant.account_id == Account.id)
    found = found.join(Organisation, Organisation.id == RoleGrant.organisation_id)
    behind = actor.organisations("clerk")
    theirs = or_(Account.id == actor.account, Organisation.id.in_(behind), Organisation.center_id.in_(behind))
    found = found.where(RoleGrant.role.in_(BY_APPOINTMENT), active(clock.now()), Account.disabled_at.is_(None), theirs)
    rows = db.execute(found.order_by(Account.display_name, Account.id)).unique().all()
    listed = {Post(organisation.id, account.id): (account, organisation) for account, organisation in rows}
    return [(post, *of) for post, of in listed.items()]


def weekly(db: Db, post: Post, today: date) -> Sequence[WeeklyHours]:
    """The hours that hold now or later, by validity and weekday."""
    found = select(WeeklyHours).where(_here(WeeklyHours, [post.resource], post.organisation_id))
    found = found.where(or_(WeeklyHours.last.is_(None), WeeklyHours.last >= today))
    return db.scalars(found.order_by(WeeklyHours.first, WeeklyHours.weekday, WeeklyHours.opens, WeeklyHours.mode)).all()


def days_off(db: Db, post: Post, today: date) -> Sequence[DayOff]:
    """Days off from today on."""
    found = select(DayOff).where(_here(DayOff, [post.resource], post.organisation_id), DayOff.day >= today)
    return db.scalars(found.order_by(DayOff.day)).all()


def extra(db: Db, post: Post, today: date) -> Sequence[ExtraHours]:
    """Days of extra hours from today on."""
    found = select(ExtraHours).where(_here(ExtraHours, [post.resource], post.organisation_id), ExtraHours.day >= today)
    return db.scalars(found.order_by(ExtraHours.day, ExtraHours.opens)).all()


def rooms(db: Db, organisation_id: uuid.UUID) -> Mapping[uuid.UUID, Venue]:
    """The rooms in which the people of an organisation may be met: its own, and those of its centre."""
    organisation = db.get_one(Organisation, organisation_id)
    owners = [one for one in (organisation.id, organisation.center_id) if one is not None]
    return {venue.id: venue for venue in venues(db, owners)}


def standing(db: Db, resource: uuid.UUID, start: datetime, end: datetime) -> int:
    """How many bookings of somebody stand between two instants; how many, and nothing else."""
    theirs = select(BookedStep.booking_id).where(
        BookedStep.resource == resource, BookedStep.step >= step_of(start), BookedStep.step < step_of(end)
    )
    return db.scalar(select(func.count()).select_from(Booking).where(Booking.id.in_(theirs))) or 0
