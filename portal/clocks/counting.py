"""How a period is counted: its last day, the instant it ends, when it turns yellow and when it speaks.

The day of the event is not counted (民法典 art.201), months end on the same date (art.202), and a last day on a rest
day moves on (art.203). Where yellow begins is the centre's own rule: the last quarter of short periods, the last fifth
of longer ones, rounded up to whole days.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

from portal.clocks.rules import Clock, Due, Kind, Unit

DAY = timedelta(days=1)


class Amount(NamedTuple):
    """Time that does not count, in the measure of a clock: days, working days, minutes or working minutes."""

    n: int
    provisional: bool


class Mark(NamedTuple):
    """An instant at which a running clock has something to say: 'yellow', 'red' or 'reminder-N' (N days before)."""

    name: str
    at: datetime


class Office(Protocol):
    """What must be known of a centre's time: its days, its hours, its zone (portal.directory.workdays)."""

    def day_of(self, instant: datetime) -> date: ...
    def opening(self, day: date) -> datetime: ...
    def closing(self, day: date) -> datetime: ...
    def before_closing(self, day: date, minutes: int) -> datetime: ...
    def midnight_after(self, day: date) -> datetime: ...
    def add_workdays(self, day: date, n: int) -> tuple[date, bool]: ...
    def next_non_holiday(self, day: date) -> tuple[date, bool]: ...
    def workdays_between(self, first: date, last: date) -> tuple[int, bool]: ...
    def add_working_minutes(self, start: datetime, minutes: int) -> tuple[datetime, bool]: ...
    def working_minutes_between(self, first: datetime, last: datetime) -> int: ...


NOTHING = Amount(0, False)


def due(clock: Clock, start: datetime, office: Office, excluded: Amount = NOTHING, extra: int = 0) -> Due:
    """When the period ends that started (or, for ``before``, whose event takes place) at an aware instant.

    ``excluded`` is paused time, ``extra`` granted time in the clock's unit (days where that is months).
    """
    if start.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    counted = {
        Unit.DAYS: _in_days,
        Unit.MONTHS: _in_days,
        Unit.WORKDAYS: _in_workdays,
        Unit.HOURS: _in_hours,
        Unit.WORKHOURS: _in_working_hours,
    }[clock.span.unit](clock, start, office, excluded.n, extra)
    return counted._replace(provisional=counted.provisional or excluded.provisional)


def _in_days(clock: Clock, start: datetime, office: Office, excluded: int, extra: int) -> Due:
    """Calendar days and months: the first day is not counted (art.201), it ends at 24:00 of the last (art.203)."""
    day, (n, unit) = office.day_of(start), clock.span
    if clock.before:
        nominal = day - n * DAY
    else:
        nominal = (_same_date(day, n) if unit is Unit.MONTHS else day + n * DAY) + (excluded + extra) * DAY
    last, provisional = office.next_non_holiday(nominal) if clock.rolls else (nominal, False)
    near = clock.yellow or _fifth(n * 30 if unit is Unit.MONTHS else n)
    # Counted from the day before it moved: who sees yellow only after a week of holidays has one day left.
    yellow = office.opening(nominal - (near - 1) * DAY)
    return Due(office.midnight_after(last), yellow, last, provisional, nominal if last != nominal else None)


def _in_workdays(clock: Clock, start: datetime, office: Office, excluded: int, extra: int) -> Due:
    """Working days: service ends at the close of business, law at 24:00."""
    day, n = office.day_of(start), clock.span.n
    total = n + excluded + extra
    last, provisional = office.add_workdays(day, total)
    end = office.closing(last) if clock.kind is Kind.SERVICE else office.midnight_after(last)
    if n <= 1:
        return Due(end, office.before_closing(last, 120), last, provisional)
    near = clock.yellow or _fifth(n)
    return Due(end, office.opening(office.add_workdays(day, total - near + 1)[0]), last, provisional)


def _in_hours(clock: Clock, start: datetime, _office: Office, excluded: int, extra: int) -> Due:
    """Hours run from the stated moment (art.201), day and night."""
    n = clock.span.n
    end = start + timedelta(hours=n + extra, minutes=excluded)
    near = timedelta(hours=n / 4 if n <= 24 else 24 * _fifth(n, 24))
    return Due(end, end - near, None, False)


def _in_working_hours(clock: Clock, start: datetime, office: Office, excluded: int, extra: int) -> Due:
    """Working hours run only while the office is open."""
    n = clock.span.n
    total = 60 * (n + extra) + excluded
    end, provisional = office.add_working_minutes(start, total)
    return Due(end, office.add_working_minutes(start, total - 60 * n // 4)[0], None, provisional)


def _same_date(day: date, months: int) -> date:
    """The same date that many months later, or the end of a month that has no such date (art.202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + (day.day - 1) * DAY, after - DAY)


def _fifth(n: int, whole: int = 1) -> int:
    """The last 20 % of a limit, rounded up to whole days, at least one."""
    return max(1, -(-n // (5 * whole)))


def marks(clock: Clock, start: datetime, due: Due, office: Office) -> Sequence[Mark]:
    """When the clock speaks, in order; reminders come at opening, and not those that lie before the start."""
    found = [Mark("yellow", due.yellow_at), Mark("red", due.at)]
    if due.last_day is not None:
        days = ((n, office.opening(due.last_day - n * DAY)) for n in clock.reminders)
        found += [Mark(f"reminder-{n}", at) for n, at in days if at > start]
    return sorted(found, key=lambda mark: mark.at)
