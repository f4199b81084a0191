"""What a party may answer, and what follows from all answers: complete tables."""

import itertools
from datetime import date, timedelta

import pytest

from mediation.consents.rules import ANSWERS, LATER_DAYS, Asked, Outcome, is_public, later_fits, may_answer, outcome

MAY = {
    ("pending", "yes"), ("pending", "later"), ("pending", "no"),
    ("later", "yes"), ("later", "no"),
    ("yes", "no"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), list(itertools.product(ANSWERS, ANSWERS)))
def test_every_change_of_mind(before: str, after: str) -> None:
    assert may_answer(before, after) == ((before, after) in MAY)


@pytest.mark.parametrize("answers", list(itertools.product(ANSWERS, repeat=3)))
def test_one_applicant_and_two_respondents(answers: tuple[str, str, str]) -> None:
    asked = [Asked(role, word) for role, word in zip(("applicant", "respondent", "respondent"), answers, strict=True)]
    first, *others = answers
    if first == "no" or others == ["no", "no"]:
        expected = Outcome.END
    elif "no" in others:
        expected = Outcome.ASK_ANEW
    elif answers == ("yes", "yes", "yes"):
        expected = Outcome.ACCEPT
    else:
        expected = Outcome.WAIT
    assert outcome(asked) is expected


@pytest.mark.parametrize("answers", list(itertools.product(ANSWERS, repeat=2)))
def test_one_against_one(answers: tuple[str, str]) -> None:
    asked = [Asked("applicant", answers[0]), Asked("respondent", answers[1])]
    if "no" in answers:
        assert outcome(asked) is Outcome.END
    else:
        assert outcome(asked) is (Outcome.ACCEPT if answers == ("yes", "yes") else Outcome.WAIT)


@pytest.mark.parametrize("roles", [(), ("applicant",), ("respondent",), ("applicant", "third_party")])
def test_r03_nobody_mediates_with_one_side_alone(roles: tuple[str, ...]) -> None:
    assert outcome([Asked(role, "yes") for role in roles]) is Outcome.WAIT


def test_two_applicants_one_of_whom_withdraws() -> None:
    asked = [Asked("applicant", "no"), Asked("applicant", "yes"), Asked("respondent", "yes")]
    assert outcome(asked) is Outcome.ASK_ANEW


@pytest.mark.parametrize(
    ("wishes", "public"), [([True, True], True), ([True, False], False), ([False], False), ([True, True, False], False)]
)
def test_one_wish_for_privacy_is_enough(wishes: list[bool], public: bool) -> None:
    assert is_public(wishes) is public


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, False), (1, True), (LATER_DAYS, True), (8, False)])
def test_time_to_think(days: int, fits: bool) -> None:
    today = date(2026, 12, 28)
    assert later_fits(today + timedelta(days=days), today) is fits
