"""How a risk is graded, and what a record must say before it is finished."""

from itertools import product

import pytest

from counseling.records.rules import (
    DIMENSIONS,
    LEVELS,
    MARKS,
    ORDER,
    WATCHED,
    Content,
    Risk,
    content_of,
    dump,
    least,
    lower,
    risk_of,
    unfinished,
)
from tests.counseling.callers import CONTENT, TUESDAY


@pytest.mark.parametrize(
    ("marks", "level"),
    [
        ({}, "none"),
        ({"ideation": "some"}, "low"),
        ({"past": "some"}, "low"),
        ({"ideation": "clear"}, "medium"),
        ({"plan": "some"}, "medium"),
        ({"means": "some"}, "medium"),
        ({"intent": "some"}, "medium"),
        ({"plan": "clear"}, "high"),
        ({"means": "clear"}, "high"),
        ({"past": "clear"}, "high"),
        ({"intent": "clear"}, "imminent"),
        ({"ideation": "some", "plan": "clear", "intent": "clear"}, "imminent"),
    ],
)
def test_the_grade_that_the_answers_suggest(marks: dict[str, str], level: str) -> None:
    assert least(marks) == level


def test_more_never_means_less() -> None:
    """Over every combination of answers: raising one never lowers the grade."""
    for given in product(MARKS, repeat=len(DIMENSIONS)):
        marks = dict(zip(DIMENSIONS, given, strict=True))
        for name in DIMENSIONS:
            if marks[name] != "clear":
                more = "clear" if marks[name] == "some" else "some"
                assert not lower(least({**marks, name: more}), least(marks))


def test_each_grade_says_what_to_do_and_graver_ones_are_sooner() -> None:
    within = [LEVELS[key].within for key in ORDER[1:]]
    assert all(level.duty for level in LEVELS.values())
    assert within == sorted(within, key=lambda span: -(span.total_seconds() if span else 0))
    assert set(WATCHED) < set(LEVELS)


@pytest.mark.parametrize(
    ("content", "risk", "missing"),
    [
        (Content(), Risk(), ["theme", "summary", "level"]),
        (CONTENT, Risk(), ["level"]),
        (CONTENT, Risk("none", {}), []),
        (CONTENT, Risk("low", {"ideation": "some"}), []),
        (CONTENT, Risk("none", {"ideation": "some"}), ["basis"]),
        (CONTENT, Risk("none", {"ideation": "some"}, "一句玩笑，已问清"), []),
        (CONTENT, Risk("medium", {"ideation": "clear"}), ["basis", "steps"]),
        (CONTENT, Risk("high", {"plan": "clear"}, "说了地方"), ["steps"]),
        (CONTENT, Risk("high", {"plan": "clear"}, "说了地方", ("hotline",)), []),
        (CONTENT, Risk("imminent", {}, "正在路上", ("rescue",)), []),
    ],
)
def test_what_is_missing_before_a_record_is_finished(content: Content, risk: Risk, missing: list[str]) -> None:
    assert unfinished(content, risk) == missing


@pytest.mark.parametrize(
    ("level", "hours"), [("none", None), ("low", 168), ("medium", 48), ("high", 24), ("imminent", 24)]
)
def test_when_there_must_be_contact_again(level: str, hours: int | None) -> None:
    by = Risk(level, {}).follow_up_by(TUESDAY)
    assert (None if by is None else (by - TUESDAY).total_seconds() / 3600) == hours


def test_what_is_written_comes_back() -> None:
    risk = Risk("high", {"plan": "clear"}, "说了地方", ("hotline", "family"))
    assert content_of(dump(CONTENT)) == CONTENT
    assert risk_of(dump(risk)) == risk
