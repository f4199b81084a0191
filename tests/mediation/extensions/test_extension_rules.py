"""What follows from the answers, and until which day: every case, said once more by hand."""

import itertools
from datetime import date, timedelta

import pytest

from mediation.extensions.rules import MOST, MOVES, STATES, Outcome, day_fits, outcome


@pytest.mark.parametrize("said", list(itertools.product(("pending", "yes", "no"), repeat=2)))
@pytest.mark.parametrize("owes", [False, True])
def test_r09_what_follows_from_the_answers(said: tuple[str, ...], owes: bool) -> None:
    expected = Outcome.WAIT
    if "no" in said:
        expected = Outcome.REFUSE
    elif said == ("yes", "yes") and not owes:
        expected = Outcome.GRANT
    assert outcome(said, committee_owes=owes) is expected


def test_r09_one_party_is_never_both() -> None:
    assert outcome(["yes"], committee_owes=False) is Outcome.WAIT
    assert outcome([], committee_owes=False) is Outcome.WAIT


@pytest.mark.parametrize(
    ("days", "fits"), [(-1, False), (0, False), (1, True), (MOST.days - 20, True), (MOST.days, False)]
)
def test_until_which_day(days: int, fits: bool) -> None:
    today, last = date(2026, 11, 2), date(2026, 11, 20)
    assert day_fits(last + timedelta(days=days), last, today) is fits


def test_the_table_names_every_state() -> None:
    assert set(MOVES) == set(STATES)
    assert {state for state, targets in MOVES.items() if targets} == {"open"}
