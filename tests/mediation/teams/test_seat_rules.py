"""How somebody comes to sit and goes again: every state and every move, every set of answers."""

import pytest

from portal.rooms.rooms.rules import INVITED
from portal.teams.roster.rules import OFFICIALS, POSTS, both, on_duty, wanting
from portal.teams.seats.rules import LIVE, MOVES, STATES, Outcome, grounds, may_become, outcome
from tests.legal.office import MONDAY

ALLOWED = {
    ("invited", "asked"), ("invited", "declined"), ("invited", "lapsed"), ("invited", "left"),
    ("asked", "seated"), ("asked", "refused"), ("asked", "left"),
    ("seated", "asked"), ("seated", "left"),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("target", STATES)
def test_moves(state: str, target: str) -> None:
    assert may_become(state, target) is ((state, target) in ALLOWED)


def test_what_is_over_stays_over() -> None:
    assert set(LIVE) == {"invited", "asked", "seated"}
    assert set(MOVES) == set(STATES)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([], Outcome.WAIT),
        (["pending"], Outcome.WAIT),
        (["yes", "pending"], Outcome.WAIT),
        (["no", "pending"], Outcome.WAIT),
        (["yes", "yes"], Outcome.SEAT),
        (["yes", "no"], Outcome.REFUSE),
        (["no", "no", "no"], Outcome.REFUSE),
    ],
)
def test_only_all_yes_seats_and_a_no_shows_only_when_all_have_spoken(answers: list[str], expected: Outcome) -> None:
    assert outcome(answers) is expected


@pytest.mark.parametrize("post", POSTS)
def test_each_post_has_grounds_of_its_own_and_the_common_ones(post: str) -> None:
    words = [str(one) for one in grounds(post)]
    assert len(words) == 3
    assert ("以公职办理" in words[2]) is (post in OFFICIALS)


def test_the_posts_are_those_the_room_names() -> None:
    assert POSTS == INVITED
    assert both("police") == {"zh": "警官", "en": "Police officer"}


@pytest.mark.parametrize(
    ("entries", "lacks"),
    [
        ([(post, "12345") for post in POSTS for _two in range(2)], {}),
        ([(post, days) for post in POSTS for days in ("135", "24")], {}),
        ([(post, "12345") for post in POSTS for _two in range(2)][1:], {"police": (1, "")}),
        ([(post, days) for post in POSTS for days in ("13", "24")], dict.fromkeys(POSTS, (0, "5"))),
        ([], dict.fromkeys(POSTS, (2, "12345"))),
    ],
)
def test_what_a_roster_lacks(entries: list[tuple[str, str]], lacks: dict[str, tuple[int, str]]) -> None:
    assert wanting(entries) == lacks


def test_days_of_duty() -> None:
    assert [on_duty(days, MONDAY) for days in ("1", "12345", "234567", "")] == [True, True, False, False]
