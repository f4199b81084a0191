"""What a mediation may become: every pair of states, said once more by hand."""

import itertools

import pytest

from mediation.cases.rules import ENDINGS, FINAL, MAY_STOP, MOVES, NEEDS_ALL_YES, STATES, may_become

ALLOWED = """
assigned -> consent_pending returned terminated
consent_pending -> accepted terminated
accepted -> consent_pending preparing suspended terminated
preparing -> consent_pending scheduled in_session suspended terminated
scheduled -> consent_pending preparing in_session suspended terminated
in_session -> adjourned drafting effective suspended terminated
adjourned -> scheduled in_session drafting suspended terminated
suspended -> accepted preparing scheduled in_session adjourned terminated
drafting -> signing terminated
signing -> drafting effective terminated
effective -> performing
performing -> performed breached
"""
PAIRS = {
    (line.split(" -> ")[0], target) for line in ALLOWED.strip().splitlines() for target in line.split(" -> ")[1].split()
}


@pytest.mark.parametrize(("state", "target"), list(itertools.product(STATES, STATES)))
def test_every_move(state: str, target: str) -> None:
    assert may_become(state, target) == ((state, target) in PAIRS)


def test_the_table_names_every_state_and_no_other() -> None:
    assert set(MOVES) == set(STATES)
    assert set().union(*MOVES.values()) <= set(STATES)


def test_r03_everything_beyond_the_question_needs_all_yes() -> None:
    assert set(STATES) - NEEDS_ALL_YES == {"assigned", "consent_pending", "terminated", "returned"}


def test_r03_anybody_may_stop_in_every_state_before_the_agreement_takes_effect() -> None:
    over = {"effective", "performing", "performed", "breached", "terminated", "returned"}
    assert set(STATES) - over == MAY_STOP


def test_what_has_ended_stays_ended() -> None:
    assert {"performed", "breached", "terminated", "returned"} == FINAL
    assert ENDINGS < FINAL
