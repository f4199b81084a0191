"""What organisations there are, and whether one is open at a moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

KINDS = ("center", "committee", "department", "court", "station")

Hours = Mapping[str, Sequence[Sequence[str]]]


def is_open(hours: Mapping[str, Any], local: datetime, *, workday: bool | None = None) -> bool:
    """Whether the door is open at this local time.

    ``workday`` is what the table of working days says of this day: a weekday that is a holiday is closed, a make-up
    workday (调休) follows Monday's hours; None means the plain week.
    """
    day = str(local.isoweekday())
    if workday is False:
        return False
    if workday is True and not hours.get(day):
        day = "1"
    moment = local.time().replace(tzinfo=None)
    return any(time.fromisoformat(start) <= moment < time.fromisoformat(end) for start, end in hours.get(day, ()))


DAYS = "1234567"
"""ISO weekdays, Monday first."""


def group_hours(hours: Mapping[str, Any]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Neighbouring weekdays with the same hours, as (first, last, spans)."""
    groups: list[tuple[str, str, list[tuple[str, str]]]] = []
    for day in DAYS:
        spans = [(start, end) for start, end in hours.get(day, ())]
        if not spans:
            continue
        if groups and groups[-1][2] == spans and int(groups[-1][1]) == int(day) - 1:
            groups[-1] = (groups[-1][0], day, spans)
        else:
            groups.append((day, day, spans))
    return groups
