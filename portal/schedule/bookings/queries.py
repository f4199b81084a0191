"""What is taken, and what is free for everyone."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.kernel.db import Db
from portal.schedule.bookings.models import BookedStep, Booking
from portal.schedule.bookings.rules import BUFFER, free_starts, openings, step_of


def taken(db: Db, resources: Sequence[uuid.UUID], start: datetime, end: datetime) -> set[int]:
    """Steps in which at least one of the resources is taken; nobody learns which."""
    found = select(BookedStep.step).where(BookedStep.resource.in_(resources))
    found = found.where(BookedStep.step >= step_of(start), BookedStep.step < step_of(end + BUFFER))
    return set(db.scalars(found))


def common_times(
    db: Db, resources: Sequence[uuid.UUID], hours: Mapping[str, Any], days: Sequence[date], length: timedelta, zone: str
) -> list[datetime]:
    """Starts within opening hours on these days that are free for every resource."""
    candidates = [start for day in days for start in openings(hours, day, length, zone)]
    if not candidates:
        return []
    busy = taken(db, resources, candidates[0], candidates[-1] + length)
    return free_starts(candidates, length, busy)


def booking(db: Db, booking_id: uuid.UUID) -> Booking:
    """One booking."""
    return db.get_one(Booking, booking_id)
