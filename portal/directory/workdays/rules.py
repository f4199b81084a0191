"""Which days are working days (工作日) and rest days (法定休假日), and how periods are counted over them.

A year is *announced* once the State Council has named its holidays and make-up workdays (调休). Days of other years are
taken by the plain week, and whatever was counted over them is marked provisional (暂定).

Which days push a last day on (民法典 art.203, 民事诉讼法 art.85: 法定休假日)? We take every day on which offices are
closed by law or by the yearly notice: announced holidays, days off given in exchange, and weekends. The wording now
repealed was clearer: 民法通则 art.154 named the weekly day of rest ("星期日或者其他法定休假日"), and where it had been
moved the Supreme Court's opinion on that law (art.198) went by the days really rested. A Saturday or Sunday that the
notice makes a working day is therefore no rest day: a period that ends on it ends there.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

DAY = timedelta(days=1)
SATURDAY = 5

REACH_BACK = 3
"""A notice can reach into the last three days of the year before: that for 2019 made Saturday 2018-12-29 a workday and
Monday 2018-12-31 a day off. Those days are settled only when both years are announced."""


class Counted(NamedTuple):
    """A day that was arrived at by counting. ``provisional``: a year it depends on is not announced yet."""

    day: date
    provisional: bool


class Tally(NamedTuple):
    """A number of working days. ``provisional`` as in Counted."""

    days: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday of a yearly notice: closed from ``first`` to ``last``, worked on the ``make_up`` days instead.

    ``statutory`` are the festival's own days (法定节假日, 全国年节及纪念日放假办法 art.2); the other days of the span
    are weekend, or exchanged for make-up days.
    """

    name_zh: str
    name_en: str
    first: date
    last: date
    statutory: tuple[date, ...]
    make_up: tuple[date, ...] = ()

    def days(self) -> Iterable[date]:
        """Every day of the span, both ends included."""
        return (self.first + n * DAY for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class Notice:
    """What the State Council announced for one year (国务院办公厅关于…年部分节假日安排的通知)."""

    year: int
    source: str
    holidays: tuple[Holiday, ...]


class WorkCalendar:
    """The working days that follow from a set of notices; never changes once made."""

    def __init__(self, notices: Iterable[Notice]) -> None:
        self._notices = {notice.year: notice for notice in notices}
        spans = [holiday for notice in self._notices.values() for holiday in notice.holidays]
        self._closed = {day: holiday for holiday in spans for day in holiday.days()}
        self._statutory = frozenset(day for holiday in spans for day in holiday.statutory)
        self._make_up = frozenset(day for holiday in spans for day in holiday.make_up)
        if both := self._make_up & self._closed.keys():
            raise ValueError(f"both closed and worked: {sorted(both)}")
        if not self._statutory <= self._closed.keys():
            raise ValueError("a statutory holiday lies outside its closed days")

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notices behind this calendar, oldest year first."""
        return tuple(self._notices[year] for year in sorted(self._notices))

    def announced(self, year: int) -> bool:
        """Whether the notice for this year is known."""
        return year in self._notices

    def settled(self, day: date) -> bool:
        """Whether no later notice can change what this day is."""
        return day.year in self._notices and (day + REACH_BACK * DAY).year in self._notices

    def is_workday(self, day: date) -> bool:
        """Whether offices are open; ask ``settled`` whether that is final."""
        return day in self._make_up or (day.weekday() < SATURDAY and day not in self._closed)

    def is_statutory_holiday(self, day: date) -> bool:
        """Whether the festival itself falls on this day (法定节假日), not merely a day off around it."""
        return day in self._statutory

    def is_make_up_day(self, day: date) -> bool:
        """Whether a weekend day is worked in exchange for a day off (调休上班)."""
        return day in self._make_up

    def holiday(self, day: date) -> Holiday | None:
        """The announced holiday during which offices are closed on this day."""
        return self._closed.get(day)

    def add_workdays(self, day: date, n: int) -> Counted:
        """The n-th working day after ``day``, which itself is not counted (民法典 art.201); n = 0 is the day itself."""
        if n < 0:
            raise ValueError("working days are counted forwards")
        provisional = False
        while n:
            day += DAY
            provisional = provisional or not self.settled(day)
            n -= self.is_workday(day)
        return Counted(day, provisional)

    def next_non_holiday(self, day: date) -> Counted:
        """Where a period ends whose last day is ``day``: there, or on the first day after the rest days (art.203)."""
        provisional = not self.settled(day)
        while not self.is_workday(day):
            day += DAY
            provisional = provisional or not self.settled(day)
        return Counted(day, provisional)

    def workdays_between(self, first: date, last: date) -> Tally:
        """Working days after ``first`` up to and including ``last``; none if ``last`` is not later."""
        days = [first + n * DAY for n in range(1, (last - first).days + 1)]
        return Tally(sum(map(self.is_workday, days)), not all(map(self.settled, days)))


def notice(row: Mapping[str, Any]) -> Notice:
    """A notice from plain data: the shape of the shipped files, of an administrator's form and of an import."""
    return Notice(row["year"], row["source"], tuple(_holiday(holiday) for holiday in row["holidays"]))


@cache
def load() -> WorkCalendar:
    """The calendar as shipped: every notice in ``data/``, read once."""
    texts = (file.read_text(encoding="utf-8") for file in files(__package__).joinpath("data").iterdir())
    return WorkCalendar(notice(json.loads(text)) for text in texts)


def _holiday(row: Mapping[str, Any]) -> Holiday:
    return Holiday(
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        first=date.fromisoformat(row["first"]),
        last=date.fromisoformat(row["last"]),
        statutory=tuple(map(date.fromisoformat, row["statutory"])),
        make_up=tuple(map(date.fromisoformat, row["make_up"])),
    )
