"""Steps of five minutes, opening hours, and which times are free for everyone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

STEP = timedelta(minutes=5)
BUFFER = timedelta(minutes=15)
"""Between two uses of the same room or person (domain §4.10)."""
NOTICE_DAYS = 3
"""Days between notice and session unless all parties waive them (道路交通事故处理程序规定 art.88 by analogy)."""


def step_of(at: datetime) -> int:
    """The number of the five-minute step in which an instant lies, since 1970 UTC."""
    return int(at.timestamp()) // int(STEP.total_seconds())


def steps(start: datetime, end: datetime) -> range:
    """The steps a booking takes, the buffer after it included; start and end lie on step borders."""
    if start.second or start.minute % 5 or end.second or end.minute % 5:
        raise ValueError("a booking starts and ends on a five-minute border")
    if end <= start:
        raise ValueError("a booking ends after it starts")
    return range(step_of(start), step_of(end + BUFFER))


def earliest_day(today: date, *, waived: bool) -> date:
    """The first day on which a session may be held: after the days of notice, or tomorrow when all waive."""
    return today + timedelta(days=1 if waived else NOTICE_DAYS)


def openings(hours: Mapping[str, Any], day: date, length: timedelta, zone: str) -> Iterator[datetime]:
    """Half-hourly starts within the opening hours of a day, in UTC."""
    for opens, shuts in hours.get(str(day.isoweekday()), ()):
        at = datetime.combine(day, time.fromisoformat(opens), ZoneInfo(zone))
        until = datetime.combine(day, time.fromisoformat(shuts), ZoneInfo(zone))
        while at + length <= until:
            yield at.astimezone(UTC)
            at += timedelta(minutes=30)


def free_starts(candidates: Iterable[datetime], length: timedelta, taken: Sequence[int] | set[int]) -> list[datetime]:
    """The candidates none of whose steps is taken."""
    busy = set(taken)
    return [start for start in candidates if busy.isdisjoint(steps(start, start + length))]
