"""Booking and giving back; the database decides between two who book at once."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict
from portal.schedule.bookings.models import BookedStep, Booking
from portal.schedule.bookings.rules import steps


def book(
    db: Db, *, kind: str, holder: uuid.UUID, resources: Sequence[uuid.UUID], start: datetime, end: datetime
) -> Booking:
    """Take all resources for a time or none; Conflict when somebody else was first.

    Rows go in sorted order, so that two bookings never wait for each other in a circle.
    """
    booking = Booking(kind=kind, holder=holder, starts_at=start, ends_at=end)
    rows = [
        {"resource": resource, "unit": 0, "step": step, "booking_id": booking.id}
        for resource in sorted(set(resources))
        for step in steps(start, end)
    ]
    try:
        with db.begin_nested():
            db.add(booking)
            db.flush()
            db.execute(insert(BookedStep), rows)
    except IntegrityError as error:
        raise Conflict(_("这个时间刚刚被别人约走了，请另选一个时间。")) from error
    return booking


def give_back(db: Db, booking: Booking) -> None:
    """Cancel: the steps are free again, the booking stays as history."""
    booking.cancelled_at = clock.now()
    db.execute(delete(BookedStep).where(BookedStep.booking_id == booking.id))


def release(db: Db, booking: Booking, resource: uuid.UUID) -> None:
    """One of those who were to come does not: their time is free again, everybody else's stays taken."""
    db.execute(delete(BookedStep).where(BookedStep.booking_id == booking.id, BookedStep.resource == resource))


def add(db: Db, booking: Booking, resource: uuid.UUID) -> bool:
    """Somebody else comes as well; False if they are not free then. Coming twice is coming once."""
    taken = steps(booking.starts_at, booking.ends_at)
    rows = [{"resource": resource, "unit": 0, "step": step, "booking_id": booking.id} for step in taken]
    try:
        with db.begin_nested():
            db.execute(insert(BookedStep), rows)
    except IntegrityError:
        own = select(BookedStep.step).where(BookedStep.booking_id == booking.id, BookedStep.resource == resource)
        return db.scalar(own.limit(1)) is not None
    return True
