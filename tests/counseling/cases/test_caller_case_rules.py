"""What a case may become, and how long anything is kept."""

from datetime import date

import pytest

from counseling.cases.rules import MOVES, STATES, Details, kept_until, may_become

ALLOWED = {
    ("draft", "open"), ("draft", "erased"), ("open", "withdrawn"), ("open", "erased"), ("withdrawn", "open"),
    ("withdrawn", "erased"),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("target", STATES)
def test_moves(state: str, target: str) -> None:
    assert may_become(state, target) == ((state, target) in ALLOWED)


def test_an_erased_case_stays_erased() -> None:
    assert MOVES["erased"] == frozenset()


@pytest.mark.parametrize(
    ("last", "born", "until"),
    [
        (date(2026, 11, 24), None, date(2031, 11, 24)),
        (date(2024, 2, 29), None, date(2029, 3, 1)),
        (date(2026, 11, 24), date(2010, 5, 1), date(2033, 5, 1)),
        (date(2026, 11, 24), date(2008, 12, 1), date(2031, 12, 1)),
        (date(2026, 11, 24), date(2008, 11, 1), date(2031, 11, 24)),
        (date(2026, 11, 24), date(2020, 2, 29), date(2043, 3, 1)),
    ],
)
def test_kept_five_years_and_minors_until_they_are_23(last: date, born: date | None, until: date) -> None:
    assert kept_until(last, born) == until


def test_details_come_back_as_they_were() -> None:
    told = Details(band="teen", name="小满", born_on="2010-05-01", signs=("death",), in_words=True)
    assert Details.of(told.plain()) == told
    assert told.birthday() == date(2010, 5, 1)


@pytest.mark.parametrize(
    ("told", "urgent"),
    [
        (Details(band="adult"), False),
        (Details(band="adult", signs=("plan",)), True),
        (Details(band="adult", in_words=True), True),
        (Details(band="adult", past_harm="yes"), False),
    ],
)
def test_what_is_urgent(told: Details, urgent: bool) -> None:
    assert told.urgent == urgent
