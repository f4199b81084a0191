"""The hours in which a centre works, and how working time is counted over its working days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import NamedTuple

from portal.directory.workdays.rules import DAY, Counted, Tally, WorkCalendar

MINUTE = timedelta(minutes=1)

Spans = tuple[tuple[time, time], ...]


class CountedInstant(NamedTuple):
    """An instant (UTC) arrived at by counting working time. ``provisional``: over a year not announced yet."""

    at: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class WorkHours:
    """When a centre is open, Monday to Sunday: for each day its spans in local time, e.g. 09:00-12:00, 13:30-17:30."""

    week: tuple[Spans, ...]

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("working hours are given for seven days, some of them open")
        for spans in self.week:
            if any(later <= earlier for earlier, later in pairwise(end for span in spans for end in span)):
                raise ValueError("working hours must be spans in order that do not overlap")

    def of(self, day: date) -> Spans:
        """The spans of a working day; one the week does not know (a make-up Sunday) follows the first that it does."""
        return self.week[day.weekday()] or next(spans for spans in self.week if spans)


def daily(*spans: tuple[str, str]) -> WorkHours:
    """The same hours from Monday to Friday, as ("09:00", "12:00"), …"""
    return weekly({str(weekday): spans for weekday in range(1, 6)})


def weekly(hours: Mapping[str, Iterable[Sequence[str]]]) -> WorkHours:
    """Hours as the register keeps them: ISO weekday '1'..'7' → [["08:30", "12:00"], …]."""
    week = (hours.get(str(weekday), ()) for weekday in range(1, 8))
    return WorkHours(tuple(tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in spans) for spans in week))


DEFAULT_HOURS = daily(("09:00", "12:00"), ("13:30", "17:30"))


@dataclass(frozen=True, slots=True)
class OfficeTime:
    """The time of one centre: its working days, its hours and the zone in which its legal days begin and end."""

    calendar: WorkCalendar
    zone: tzinfo
    hours: WorkHours = DEFAULT_HOURS

    def day_of(self, instant: datetime) -> date:
        """The legal day on which an instant falls here; a naive instant is refused."""
        if instant.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return instant.astimezone(self.zone).date()

    def opening(self, day: date) -> datetime:
        """When business begins on this day, or would begin."""
        return self._spans(day)[0][0]

    def closing(self, day: date) -> datetime:
        """When business stops on this day, or would stop."""
        return self._spans(day)[-1][1]

    def before_closing(self, day: date, minutes: int) -> datetime:
        """When that much working time is left of this day; its opening if the day is shorter."""
        left = minutes * MINUTE
        for begin, end in reversed(self._spans(day)):
            if end - left >= begin:
                return end - left
            left -= end - begin
        return self.opening(day)

    def midnight_after(self, day: date) -> datetime:
        """24:00 of this day (民法典 art.203)."""
        return self._instant(day + DAY, time.min)

    def add_workdays(self, day: date, n: int) -> Counted:
        """See WorkCalendar."""
        return self.calendar.add_workdays(day, n)

    def next_non_holiday(self, day: date) -> Counted:
        """See WorkCalendar."""
        return self.calendar.next_non_holiday(day)

    def workdays_between(self, first: date, last: date) -> Tally:
        """See WorkCalendar."""
        return self.calendar.workdays_between(first, last)

    def add_working_minutes(self, start: datetime, minutes: int) -> CountedInstant:
        """When that much working time has passed since ``start``; a clock started at night begins at opening."""
        if minutes < 0:
            raise ValueError("working time is counted forwards")
        left, day, provisional = minutes * MINUTE, self.day_of(start), False
        while True:
            provisional = provisional or not self.calendar.settled(day)
            for begin, end in self._worked(day):
                begin = max(begin, start)
                if begin + left <= end:
                    return CountedInstant((begin + left).astimezone(UTC), provisional)
                left -= max(end - begin, timedelta())
            day += DAY

    def working_minutes_between(self, first: datetime, last: datetime) -> int:
        """Whole minutes of working time between two instants; none if ``last`` is not later."""
        days = range((self.day_of(last) - self.day_of(first)).days + 1)
        spans = (span for n in days for span in self._worked(self.day_of(first) + n * DAY))
        total = sum((max(min(end, last) - max(begin, first), timedelta()) for begin, end in spans), timedelta())
        return total // MINUTE

    def _worked(self, day: date) -> Sequence[tuple[datetime, datetime]]:
        return self._spans(day) if self.calendar.is_workday(day) else ()

    def _spans(self, day: date) -> Sequence[tuple[datetime, datetime]]:
        return [(self._instant(day, begin), self._instant(day, end)) for begin, end in self.hours.of(day)]

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)
