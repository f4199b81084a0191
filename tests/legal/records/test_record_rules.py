"""What a record needs, what it may become, what stands on the paper."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legal.records import paper
from legal.records.rules import (
    AGES,
    AID_ANSWERS,
    GROUPS,
    MOVES,
    NEEDED,
    STATES,
    Content,
    dump,
    load,
    may_become,
    missing,
)
from legal.records.words import AGES as AGE_WORDS
from legal.records.words import AID as AID_WORDS
from legal.records.words import FIELDS
from legal.records.words import GROUPS as GROUP_WORDS
from legal.records.words import STATES as STATE_WORDS
from tests.legal.writing import FULL

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
# from →      draft sealing sealed failed
TABLE = {
    "draft":   (0, 1, 0, 0),
    "sealing": (0, 0, 1, 1),
    "sealed":  (0, 0, 0, 0),
    "failed":  (1, 0, 0, 0),
}  # fmt: skip


@pytest.mark.parametrize(("state", "target"), [*product(STATES, STATES)])
def test_every_move(state: str, target: str) -> None:
    assert may_become(state, target) == bool(TABLE[state][STATES.index(target)])


def test_tables_are_complete() -> None:
    assert set(MOVES) == set(STATES) == set(STATE_WORDS)
    assert set(AGES) == set(AGE_WORDS) == set(paper.AGES)
    assert set(GROUPS) == set(GROUP_WORDS) == set(paper.GROUPS)
    assert set(AID_ANSWERS) == set(AID_WORDS) == set(paper.AID)
    assert set(NEEDED) < set(FIELDS)


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        ({}, []),
        *(({name: ""}, [name]) for name in NEEDED),
        ({"minutes": 0}, ["minutes"]),
        ({"minutes": 481}, ["minutes"]),
        ({"aid_told": False}, ["aid_told"]),  # whoever may have aid is told how (法律援助法)
        ({"aid": "no", "aid_told": False}, []),
        ({"aid": "no", "aid_shared": True}, ["aid_shared"]),
        ({"aid_shared": True}, []),
        ({"refused": True}, []),
        ({"gender": "", "age": "", "groups": (), "referral": "", "follow_up_on": ""}, []),
    ],
)
def test_what_is_still_missing(change: dict[str, Any], lacking: list[str]) -> None:
    assert missing(replace(FULL, **change)) == lacking


@given(st.text(), st.lists(st.sampled_from(GROUPS)), st.integers(0, 500), st.booleans())
def test_a_record_is_kept_as_it_was_written(words: str, groups: list[str], minutes: int, refused: bool) -> None:
    content = Content(facts=words, groups=tuple(groups), minutes=minutes, refused=refused)
    assert load(dump(content)) == content


def test_who_would_not_say_who_they_are_stands_nowhere() -> None:
    known = replace(FULL, refused=True).known_as("申小明", "138****4321", "城关镇***")
    rows = dict(paper.rows(known, "visit", AT))
    assert rows["咨询人"] == paper.REFUSED
    assert "联系电话" not in rows
    assert "申小明" not in dump(known)


def test_the_paper_says_what_was_written() -> None:
    rows = dict(paper.rows(FULL.known_as("申小明", "138****4321", ""), "phone", AT))
    assert rows == {
        "咨询日期": "2026年11月24日", "咨询方式": "电话", "咨询人": "申小明", "性别": "男", "年龄段": "45至59岁",
        "联系电话": "138****4321", "人群": "农民工", "事项类别": paper.class_words("07"), "时长": "30分钟",
    }  # fmt: skip
    sections = dict(paper.sections(replace(FULL, follow_up_on="2026-12-01", aid_shared=True)))
    assert "2026年12月1日前再行答复" in sections["转介与法律援助"]
    assert "同意将本记录转给" in sections["转介与法律援助"]
    assert sections["解答意见"] == FULL.advice
