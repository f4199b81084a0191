"""How the clocks count: last days, roll-over, lights and reminders, each by a dated case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clocks.counting import due, marks
from portal.clocks.rules import Light, Span, Unit, light
from tests.portal.clocks.timing import CLOCKS, OFFICE, day, ends_at, local

INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 10, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("effective", "last"),
    [
        ("24-01-11 10:00", "24-02-18"),  # 10 February: Spring Festival, back on a worked Sunday
        ("24-01-10 23:59", "24-02-09"),  # the eve of 2024 was no holiday
        ("24-02-29 10:00", "24-04-01"),  # from a leap day to a Saturday, so to Monday
        ("24-03-08 10:00", "24-04-07"),  # a Sunday that was worked: no roll-over
        ("24-09-01 10:00", "24-10-08"),
        ("24-12-02 10:00", "25-01-02"),
        ("25-01-01 10:00", "25-02-05"),  # 31 January: Spring Festival
        ("25-01-09 10:00", "25-02-08"),  # a worked Saturday
        ("25-01-31 10:00", "25-03-03"),
        ("25-09-01 00:00", "25-10-09"),  # 1 October: eight days of holidays
        ("25-09-11 10:00", "25-10-11"),  # a worked Saturday
        ("25-12-02 10:00", "26-01-04"),
        ("26-01-16 10:00", "26-02-24"),
        ("26-01-29 10:00", "26-02-28"),
        ("26-08-31 10:00", "26-09-30"),
        ("26-09-01 10:00", "26-10-08"),
        ("26-09-10 10:00", "26-10-10"),
        ("26-11-05 10:00", "26-12-07"),  # 5 December is a Saturday
        ("26-11-24 10:00", "26-12-24"),
    ],
)
def test_r04_confirmation_is_open_for_thirty_days_and_rolls_over(effective: str, last: str) -> None:
    counted = ends_at("CLK-18", effective)
    assert (counted.last_day, counted.provisional) == (day(last), False)
    assert counted.at == local(f"{last} 00:00") + timedelta(days=1)  # 24:00 of that day


def test_r04_the_first_day_is_the_day_at_the_centre_not_in_greenwich() -> None:
    assert due(CLOCKS["CLK-18"], datetime(2026, 11, 23, 17, tzinfo=UTC), OFFICE).last_day == day("26-12-24")


def test_r04_a_moved_last_day_says_from_where() -> None:
    assert ends_at("CLK-18", "26-09-01 10:00").rolled_from == day("26-10-01")
    assert ends_at("CLK-18", "26-11-24 10:00").rolled_from is None


def test_r04_reminders_come_15_7_3_and_1_days_before_the_last_day() -> None:
    start = local("26-09-01 10:00")
    clock = CLOCKS["CLK-18"]
    said = marks(clock, start, due(clock, start, OFFICE), OFFICE)
    assert [(mark.name, mark.at) for mark in said] == [
        ("reminder-15", local("26-09-23 09:00")),
        ("yellow", local("26-09-26 09:00")),  # six days before 1 October, from which the last day moved
        ("reminder-7", local("26-10-01 09:00")),
        ("reminder-3", local("26-10-05 09:00")),
        ("reminder-1", local("26-10-07 09:00")),
        ("red", local("26-10-09 00:00")),
    ]


def test_r04_no_reminder_lies_before_the_start() -> None:
    clock = replace(CLOCKS["CLK-18"], span=Span(5, Unit.DAYS))
    start = local("26-11-20 10:00")
    said = marks(clock, start, due(clock, start, OFFICE), OFFICE)
    assert [mark.name for mark in said] == ["reminder-3", "reminder-1", "yellow", "red"]


def test_r04_a_last_day_in_a_year_not_announced_is_provisional() -> None:
    assert ends_at("CLK-18", "26-12-20 10:00")[2:4] == (day("27-01-19"), True)


@pytest.mark.parametrize(
    ("code", "start", "at"),
    [
        ("CLK-01", "26-11-23 10:00", "26-11-24 17:30"),
        ("CLK-01", "26-11-20 20:00", "26-11-23 17:30"),
        ("CLK-01", "26-11-21 10:00", "26-11-23 17:30"),
        ("CLK-01", "26-09-30 10:00", "26-10-08 17:30"),
        ("CLK-01", "24-02-09 10:00", "24-02-18 17:30"),
        ("CLK-02", "26-11-23 09:30", "26-11-23 15:00"),
        ("CLK-02", "26-11-23 16:30", "26-11-24 12:00"),
        ("CLK-08", "25-04-25 10:00", "25-04-29 17:30"),
        ("CLK-09", "24-09-30 10:00", "24-10-15 17:30"),
        ("CLK-09", "25-01-24 10:00", "25-02-10 17:30"),
        ("CLK-09", "26-02-12 10:00", "26-02-28 17:30"),
        ("CLK-09", "26-11-20 10:00", "26-12-01 17:30"),
        ("CLK-10", "24-01-31 10:00", "24-03-01 00:00"),  # no 31 February: the leap day
        ("CLK-10", "25-01-31 10:00", "25-03-01 00:00"),
        ("CLK-10", "25-12-31 10:00", "26-02-03 00:00"),  # 31 January is a Saturday
        ("CLK-10", "26-10-15 10:00", "26-11-17 00:00"),
        ("CLK-12", "26-11-20 10:00", "26-12-08 00:00"),  # 5 December is a Saturday
        ("CLK-13", "26-01-05 10:00", "26-02-15 00:00"),  # the thirtieth is a worked Saturday
        ("CLK-13", "24-09-13 10:00", "24-11-01 00:00"),
        ("CLK-17", "26-11-20 10:00", "26-11-24 00:00"),
        ("CLK-20", "24-02-29 10:00", "26-03-01 00:00"),  # no 29th: 28 February, a worked Saturday
        ("CLK-21", "25-02-28 10:00", "26-03-01 00:00"),
        ("CLK-22", "24-05-01 10:00", "26-05-07 00:00"),
        ("CLK-23", "23-11-24 10:00", "26-11-25 00:00"),
        ("CLK-30", "26-11-21 22:15", "26-11-22 22:15"),
        ("CLK-35.sign", "26-11-21 22:15", "26-11-21 23:15"),
        ("CLK-37", "26-11-21 08:00", "26-11-22 00:00"),  # the day that was planned, even a Saturday
        ("CLK-39.imminent", "26-11-21 22:15", "26-11-21 22:15"),
        ("CLK-39.low", "26-11-21 22:15", "26-11-29 00:00"),  # a Saturday is no excuse
        ("CLK-07", "26-11-26 09:00", "26-11-24 00:00"),  # notice on 23 November for a session on the 26th
    ],
)
def test_each_unit_is_counted_in_its_own_way(code: str, start: str, at: str) -> None:
    assert ends_at(code, start).at == local(at)


@pytest.mark.parametrize(
    ("code", "start", "yellow"),
    [
        ("CLK-01", "26-11-23 10:00", "26-11-24 15:30"),  # 1 wd: the last two working hours
        ("CLK-02", "26-11-23 09:30", "26-11-23 14:00"),  # the last quarter
        ("CLK-30", "26-11-23 10:00", "26-11-24 04:00"),
        ("CLK-35.sign", "26-11-23 10:00", "26-11-23 10:45"),
        ("CLK-08", "26-11-23 10:00", "26-11-26 09:00"),  # 3 wd: the last
        ("CLK-09", "26-11-23 10:00", "26-12-01 09:00"),  # 7 wd: the last two
        ("CLK-12", "26-11-09 10:00", "26-11-22 09:00"),  # 15 d: the last three
        ("CLK-11", "26-11-23 10:00", "26-12-18 09:00"),  # 30 d: the last six
        ("CLK-10", "26-10-23 10:00", "26-11-18 09:00"),  # 1 month: six days
        ("CLK-13", "26-03-02 10:00", "26-04-07 09:00"),  # 30 wd: the last six, one of them after a holiday
        ("CLK-39.medium", "26-11-23 10:00", "26-11-24 10:00"),
        ("CLK-39.imminent", "26-11-23 10:00", "26-11-23 10:00"),
        ("CLK-21", "25-11-24 10:00", "26-09-26 09:00"),  # a limitation period warns sixty days ahead
    ],
)
def test_yellow_begins_in_the_last_fifth_or_quarter(code: str, start: str, yellow: str) -> None:
    counted = ends_at(code, start)
    assert counted.yellow_at == local(yellow)
    assert light(counted, counted.yellow_at - timedelta(seconds=1)) is Light.GREEN
    if counted.yellow_at < counted.at:
        assert light(counted, counted.yellow_at) is Light.YELLOW
        assert light(counted, counted.at - timedelta(seconds=1)) is Light.YELLOW
    assert light(counted, counted.at) is Light.RED


def test_a_stopped_clock_keeps_the_colour_in_which_it_ended() -> None:
    counted = ends_at("CLK-09", "26-11-23 10:00")
    late = counted.at + timedelta(days=30)
    assert light(counted, late, stopped_at=counted.at - timedelta(seconds=1)) is Light.GREEN
    assert light(counted, late, stopped_at=counted.at) is Light.RED


def test_a_naive_start_is_refused() -> None:
    for clock in CLOCKS.values():
        with pytest.raises(ValueError, match="time zone"):
            due(clock, datetime(2026, 11, 23), OFFICE)  # noqa: DTZ001 - what must be refused


@given(st.sampled_from(sorted(CLOCKS)), INSTANTS, INSTANTS)
def test_a_later_start_never_ends_earlier(code: str, one: datetime, other: datetime) -> None:
    first, last = (due(CLOCKS[code], start, OFFICE) for start in sorted((one, other)))
    assert first.at <= last.at
    assert first.yellow_at <= last.yellow_at


@given(st.sampled_from(sorted(CLOCKS)), INSTANTS)
def test_yellow_is_never_after_red_and_no_clock_ends_before_it_starts(code: str, start: datetime) -> None:
    counted = due(CLOCKS[code], start, OFFICE)
    assert counted.yellow_at <= counted.at
    assert CLOCKS[code].before or counted.at >= start


@given(st.sampled_from(sorted(code for code, clock in CLOCKS.items() if clock.rolls)), INSTANTS)
def test_a_period_that_rolls_ends_on_a_working_day(code: str, start: datetime) -> None:
    last = due(CLOCKS[code], start, OFFICE).last_day
    assert last is None or OFFICE.calendar.is_workday(last)
