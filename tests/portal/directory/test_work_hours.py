"""Working time passes only while the office is open; a centre's day begins at its own midnight."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.directory.workdays.hours import OfficeTime, WorkHours, daily, weekly
from portal.directory.workdays.rules import load

BEIJING = ZoneInfo("Asia/Shanghai")
CALENDAR = load()
OFFICE = OfficeTime(CALENDAR, BEIJING)


def day(text: str) -> date:
    """A date of this century, e.g. 26-10-08."""
    return date.fromisoformat(f"20{text}")


def local(text: str) -> datetime:
    """An instant from local Beijing time."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def test_working_time_is_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        OFFICE.add_working_minutes(local("2026-01-05 09:00"), -1)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-23 09:00", 180, "2026-11-23 12:00"),
        ("2026-11-23 09:00", 181, "2026-11-23 13:31"),
        ("2026-11-23 11:00", 120, "2026-11-23 14:30"),
        ("2026-11-23 16:30", 240, "2026-11-24 12:00"),
        ("2026-11-23 12:30", 60, "2026-11-23 14:30"),  # during the noon break
        ("2026-11-20 17:00", 60, "2026-11-23 09:30"),  # over the weekend
        ("2026-11-21 10:00", 0, "2026-11-23 09:00"),
        ("2026-11-22 23:59", 240, "2026-11-23 14:30"),
        ("2026-09-30 17:00", 60, "2026-10-08 09:30"),  # over National Day
        ("2026-09-30 17:00", 60 + 420 * 2, "2026-10-10 09:30"),  # and into a worked Saturday
        ("2024-02-09 17:29", 2, "2024-02-18 09:01"),
    ],
)
def test_working_time_passes_only_while_the_office_is_open(start: str, minutes: int, end: str) -> None:
    reached = OFFICE.add_working_minutes(local(start), minutes)
    assert reached == (local(end), False)
    assert reached.at.tzinfo is UTC
    assert OFFICE.working_minutes_between(local(start), local(end)) == minutes


def test_the_day_of_a_centre_begins_at_its_own_midnight() -> None:
    assert OFFICE.day_of(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)) == day("26-11-23")
    assert OFFICE.midnight_after(day("26-11-23")) == local("2026-11-24 00:00")
    assert OFFICE.opening(day("26-11-23")) == local("2026-11-23 09:00")
    assert OFFICE.closing(day("26-11-23")) == local("2026-11-23 17:30")
    with pytest.raises(ValueError, match="time zone"):
        OFFICE.day_of(datetime(2026, 11, 22))  # noqa: DTZ001 - what must be refused


@pytest.mark.parametrize("spans", [[("09:00", "09:00")], [("13:00", "17:00"), ("09:00", "12:00")]])
def test_hours_that_make_no_sense_are_refused(spans: list[tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match="working hours"):
        daily(*spans)


@pytest.mark.parametrize("week", [(), ((),) * 7])
def test_a_week_without_an_open_day_is_refused(week: tuple[()]) -> None:
    with pytest.raises(ValueError, match="seven days"):
        WorkHours(week)


def test_the_register_gives_each_weekday_its_hours_and_a_make_up_sunday_those_of_monday() -> None:
    hours = weekly({"1": [["08:30", "12:00"], ["14:00", "17:30"]], "5": [["08:30", "12:00"]]})
    office = OfficeTime(CALENDAR, BEIJING, hours)
    assert office.closing(day("26-11-23")) == local("2026-11-23 17:30")
    assert office.closing(day("26-11-27")) == local("2026-11-27 12:00")  # Friday
    assert office.closing(day("26-09-20")) == local("2026-09-20 17:30")  # worked Sunday


@pytest.mark.parametrize(
    ("minutes", "at"), [(0, "17:30"), (120, "15:30"), (240, "13:30"), (270, "11:30"), (420, "09:00"), (999, "09:00")]
)
def test_working_time_left_of_a_day(minutes: int, at: str) -> None:
    assert OFFICE.before_closing(day("26-11-23"), minutes) == local(f"2026-11-23 {at}")
