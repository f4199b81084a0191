"""Working days of 2024-2026 with make-up days, roll-over of last days (民法典 art.203), and what is not announced."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.directory.workdays.rules import WorkCalendar, load, notice

CALENDAR = load()
ANY_DAY = st.dates(date(2023, 11, 1), date(2027, 3, 1))


def day(text: str) -> date:
    """A date of this century, e.g. 26-10-08."""
    return date.fromisoformat(f"20{text}")


@pytest.mark.parametrize(
    ("year", "workdays", "make_up", "statutory"), [(2024, 251, 8, 11), (2025, 248, 5, 13), (2026, 248, 6, 13)]
)
def test_each_year_has_the_working_days_that_were_announced(
    year: int, workdays: int, make_up: int, statutory: int
) -> None:
    days = [date(year, 1, 1) + timedelta(n) for n in range(366 if year == 2024 else 365)]
    assert sum(map(CALENDAR.is_workday, days)) == workdays
    assert sum(map(CALENDAR.is_make_up_day, days)) == make_up
    assert sum(map(CALENDAR.is_statutory_holiday, days)) == statutory  # two more since 2025


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("24-02-04", True),  # Sunday, made up for the Spring Festival
        ("24-02-09", True),  # the eve: only recommended as leave
        ("24-02-10", False),
        ("24-02-16", False),
        ("24-02-18", True),
        ("24-02-29", True),
        ("24-09-14", True),
        ("24-09-16", False),
        ("25-01-26", True),
        ("25-01-28", False),
        ("25-02-05", True),
        ("25-04-27", True),
        ("25-05-05", False),
        ("25-10-08", False),
        ("25-10-11", True),
        ("26-01-02", False),
        ("26-01-04", True),
        ("26-02-14", True),
        ("26-02-23", False),
        ("26-05-09", True),
        ("26-06-20", False),
        ("26-09-20", True),
        ("26-10-10", True),
        ("26-11-21", False),
        ("26-11-23", True),
    ],
)
def test_a_day_is_worked_or_not_as_announced(text: str, works: bool) -> None:
    assert CALENDAR.is_workday(day(text)) is works


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("24-02-08", 1, "24-02-09"),
        ("24-02-09", 1, "24-02-18"),  # over the Spring Festival, onto a worked Sunday
        ("24-02-09", 2, "24-02-19"),
        ("24-02-28", 1, "24-02-29"),  # leap day
        ("24-02-29", 1, "24-03-01"),
        ("24-04-03", 1, "24-04-07"),
        ("24-04-30", 3, "24-05-08"),
        ("24-09-27", 2, "24-09-30"),
        ("24-09-30", 7, "24-10-15"),
        ("24-12-31", 1, "25-01-02"),
        ("25-01-24", 3, "25-02-05"),
        ("25-01-27", 7, "25-02-12"),
        ("25-02-05", 3, "25-02-08"),
        ("25-04-25", 3, "25-04-29"),
        ("25-05-30", 1, "25-06-03"),
        ("25-09-26", 3, "25-09-30"),
        ("25-09-30", 1, "25-10-09"),
        ("25-09-30", 3, "25-10-11"),
        ("25-12-31", 1, "26-01-04"),
        ("26-02-13", 1, "26-02-14"),
        ("26-02-13", 2, "26-02-24"),
        ("26-04-03", 1, "26-04-07"),
        ("26-09-18", 1, "26-09-20"),
        ("26-09-24", 1, "26-09-28"),
        ("26-09-30", 7, "26-10-15"),
        ("26-10-04", 0, "26-10-04"),
    ],
)
def test_working_days_are_counted_over_holidays_and_make_up_days(start: str, n: int, end: str) -> None:
    assert CALENDAR.add_workdays(day(start), n) == (day(end), False)


@pytest.mark.parametrize(
    ("last", "rolled"),
    [
        ("24-02-10", "24-02-18"),  # the festival's first day → the worked Sunday after it
        ("24-02-09", "24-02-09"),
        ("24-02-17", "24-02-18"),
        ("24-04-07", "24-04-07"),  # a worked Sunday is no rest day
        ("24-06-08", "24-06-11"),  # Saturday before a Monday holiday
        ("24-10-03", "24-10-08"),
        ("24-10-12", "24-10-12"),
        ("24-11-30", "24-12-02"),
        ("25-01-28", "25-02-05"),
        ("25-02-08", "25-02-08"),
        ("25-05-03", "25-05-06"),
        ("25-10-01", "25-10-09"),
        ("25-12-06", "25-12-08"),
        ("26-01-01", "26-01-04"),
        ("26-02-15", "26-02-24"),
        ("26-02-28", "26-02-28"),
        ("26-05-09", "26-05-09"),
        ("26-09-26", "26-09-28"),
        ("26-10-07", "26-10-08"),
        ("26-10-10", "26-10-10"),
        ("26-11-22", "26-11-23"),
    ],
)
def test_a_last_day_on_a_rest_day_moves_to_the_day_after(last: str, rolled: str) -> None:
    assert CALENDAR.next_non_holiday(day(last)) == (day(rolled), False)


def test_the_year_2027_is_not_announced_and_says_so() -> None:
    assert [year for year in range(2020, 2030) if CALENDAR.announced(year)] == [2024, 2025, 2026]
    assert CALENDAR.add_workdays(day("26-12-25"), 1) == (day("26-12-28"), False)
    assert CALENDAR.add_workdays(day("26-12-25"), 5) == (day("27-01-01"), True)  # the plain week, marked provisional
    assert CALENDAR.next_non_holiday(day("27-02-06")) == (day("27-02-08"), True)
    assert CALENDAR.next_non_holiday(day("27-02-10")) == (day("27-02-10"), True)
    assert CALENDAR.workdays_between(day("26-12-21"), day("26-12-28")) == (5, False)
    assert CALENDAR.workdays_between(day("26-12-21"), day("27-01-08")) == (14, True)


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    assert CALENDAR.settled(day("26-12-28"))
    assert not CALENDAR.settled(day("26-12-29"))
    assert CALENDAR.settled(day("25-12-31"))
    assert CALENDAR.add_workdays(day("26-12-28"), 1) == (day("26-12-29"), True)


def test_a_notice_that_reaches_into_december_counts_there() -> None:
    shape = {"name_zh": "元旦", "name_en": "New Year's Day", "statutory": ["2027-01-01"], "make_up": ["2026-12-27"]}
    coming = notice({"year": 2027, "source": "例", "holidays": [shape | {"first": "2026-12-31", "last": "2027-01-01"}]})
    later = WorkCalendar([*CALENDAR.notices, coming])
    assert not later.is_workday(day("26-12-31"))
    assert later.is_workday(day("26-12-27"))
    assert later.add_workdays(day("26-12-30"), 1) == (day("27-01-04"), False)


@pytest.mark.parametrize(
    "row",
    [
        {"first": "2027-01-01", "last": "2027-01-03", "statutory": ["2027-01-01"], "make_up": ["2027-01-02"]},
        {"first": "2027-01-02", "last": "2027-01-03", "statutory": ["2027-01-01"], "make_up": []},
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(row: dict[str, object]) -> None:
    holiday = {"name_zh": "元旦", "name_en": "New Year's Day", **row}
    with pytest.raises(ValueError, match="closed"):
        WorkCalendar([notice({"year": 2027, "source": "例", "holidays": [holiday]})])


def test_holidays_are_named_and_told_apart_from_days_off() -> None:
    found = CALENDAR.holiday(day("26-02-20"))
    assert found is not None
    assert (found.name_zh, found.name_en) == ("春节", "Spring Festival")
    assert not CALENDAR.is_statutory_holiday(day("26-02-20"))
    assert CALENDAR.is_statutory_holiday(day("26-02-17"))
    assert CALENDAR.holiday(day("26-11-21")) is None
    assert all("国务院办公厅" in one.source for one in CALENDAR.notices)


@given(ANY_DAY, st.integers(0, 60), st.integers(0, 60))
def test_counting_in_two_steps_is_counting_in_one(start: date, n: int, m: int) -> None:
    half = CALENDAR.add_workdays(start, n)
    assert CALENDAR.add_workdays(half.day, m).day == CALENDAR.add_workdays(start, n + m).day


@given(ANY_DAY, ANY_DAY, st.integers(0, 40))
def test_a_later_start_never_ends_earlier(one: date, other: date, n: int) -> None:
    first, last = sorted((one, other))
    assert CALENDAR.add_workdays(first, n).day <= CALENDAR.add_workdays(last, n).day
    assert CALENDAR.next_non_holiday(first).day <= CALENDAR.next_non_holiday(last).day


@given(ANY_DAY, st.integers(1, 60))
def test_between_is_the_inverse_of_adding(start: date, n: int) -> None:
    end = CALENDAR.add_workdays(start, n)
    assert CALENDAR.is_workday(end.day)
    assert CALENDAR.workdays_between(start, end.day).days == n
    assert CALENDAR.workdays_between(end.day, start).days == 0


@given(ANY_DAY)
def test_a_period_never_ends_on_a_rest_day(last: date) -> None:
    end = CALENDAR.next_non_holiday(last).day
    assert CALENDAR.is_workday(end)
    assert not any(CALENDAR.is_workday(last + timedelta(n)) for n in range((end - last).days))


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        CALENDAR.add_workdays(day("26-01-05"), -1)
