"""Weekly hours, days off, extra hours, and the times that follow from them."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portal.directory.workdays.rules import SATURDAY, WorkCalendar
from portal.schedule.bookings.rules import BUFFER

MODES = ("visit", "phone")
"""来访 (in person) and 电话 (by phone)."""
BY_APPOINTMENT = ("lawyer", "legal_aid_officer", "counsellor", "social_worker")
"""Roles whose holders give appointments."""
FURTHEST = timedelta(days=366)
"""How far ahead days off and extra hours may be written down."""
DAY = timedelta(days=1)
GRID = timedelta(minutes=5)


class Slot(NamedTuple):
    """A time that is offered. ``venue_id`` is the room it takes; None by phone, or where no room is registered."""

    start: datetime
    end: datetime
    resource: uuid.UUID
    venue_id: uuid.UUID | None
    mode: str

    @property
    def resources(self) -> list[uuid.UUID]:
        """All that a booking of this time takes."""
        return [self.resource] if self.venue_id is None else [self.resource, self.venue_id]


@dataclass(frozen=True)
class Span:
    """Hours on one weekday (ISO, 1 is Monday), in local time."""

    weekday: int
    opens: time
    shuts: time
    mode: str
    venue_id: uuid.UUID | None = None

    def overlaps(self, other: "Span") -> bool:
        """Whether the same person would be there twice in the same way at the same time."""
        same = (self.weekday, self.mode) == (other.weekday, other.mode)
        return same and self.opens < other.shuts and other.opens < self.shuts


def sound(opens: time, shuts: time) -> bool:
    """Whether hours end after they begin and lie on five-minute borders, as bookings do."""
    return opens < shuts and not any(at.minute % 5 or at.second or at.microsecond for at in (opens, shuts))


def clash(spans: Sequence[Span]) -> bool:
    """Whether two of them overlap. By phone and in person may: whichever is booked first takes the time."""
    return any(one.overlaps(other) for one, other in combinations(spans, 2))


def worked(calendar: WorkCalendar, day: date) -> bool:
    """Whether weekly hours hold on this day: not on announced holidays; at weekends only for those who named them."""
    return calendar.is_workday(day) or (day.weekday() >= SATURDAY and calendar.holiday(day) is None)


def starts(day: date, opens: time, shuts: time, length: timedelta, zone: str) -> Iterator[datetime]:
    """One appointment after the other with the buffer between, so that no offered time overlaps another."""
    at = datetime.combine(day, opens, ZoneInfo(zone)).astimezone(UTC)
    until = datetime.combine(day, shuts, ZoneInfo(zone)).astimezone(UTC)
    while at + length <= until:
        yield at
        at += length + BUFFER


def days_from(first: date, count: int) -> Iterator[date]:
    """``count`` days from the first on."""
    return (first + n * DAY for n in range(count))


def in_order(slots: Iterable[Slot]) -> list[Slot]:
    """By time, then by whom, then by how."""
    return sorted(slots, key=lambda slot: (slot.start, slot.resource, slot.mode, str(slot.venue_id)))
