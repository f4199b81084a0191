"""From when an oral agreement binds, which classes are fit for it, ages as typed, and the words of a duty."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mediation.oral import content, rules
from portal.directory.taxonomy.rules import Flag, load

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ZONE = "Asia/Shanghai"
TODAY = date(2026, 11, 23)


def test_r02_neither_signature_nor_seal_moves_the_effect() -> None:
    assert rules.effective_at(NOW) == NOW


@pytest.mark.parametrize(
    ("minutes", "days_back", "wrong"),
    [(1, 0, "future"), (0, 0, None), (-1, 0, None), (-1, 5, None), (-1, 6, "long_ago"), (60 * 24, -1, "future")],
)
def test_when_they_agreed(minutes: int, days_back: int, wrong: str | None) -> None:
    assert rules.accord_fits(NOW + timedelta(minutes=minutes), NOW, days_back) == wrong


@pytest.mark.parametrize(("day", "open_still"), [(0, True), (7, True), (8, False)])
def test_how_long_a_party_may_contest(day: int, open_still: bool) -> None:
    assert rules.may_contest(NOW, TODAY + timedelta(days=day), ZONE) == open_still


def why(code: str) -> str | None:
    minor = load().minor(code)
    found = rules.unfit({flag.name for flag in minor.flags}, minor.moj)
    return found.key if found else None


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("0116", "safety"),  # violence at home
        ("1208", "safety"),
        ("1113", "listed"),
        ("1110", "listed"),
        ("0302", "reserved"),
        ("1112", "reserved"),
        ("0102", "paper"),
        ("0108", "paper"),
        ("0702", "labour"),
        ("0908", "medical"),
        ("0811", "reserved"),
        ("1006", "group"),
        ("0204", None),
        ("0212", None),
        ("0801", None),
    ],
)
def test_which_classes_may_be_recorded(code: str, key: str | None) -> None:
    assert why(code) == key


def test_no_class_of_danger_names_or_paper_gets_through() -> None:
    barred = {Flag.X, Flag.P, Flag.A, Flag.N, Flag.S, Flag.G}
    for code, minor in load().minors.items():
        if minor.flags & barred or minor.moj in (None, "J10", "J11", "J15"):
            assert why(code), code
        else:
            assert why(code) is None, code
    assert Counter(why(code) is None for code in load().minors)[True] > 80, "most petty disputes are fit"


OPEN: dict[str, Any] = {"dangers": ["none"], "adults": "yes", "interest": "none", "written": "no", "parties": []}


@pytest.mark.parametrize(
    ("known", "bar"),
    [
        ({}, None),
        ({"danger": True, "adults": "no"}, "danger"),
        ({"adults": "no"}, "minor"),
        ({"parties": [{"age": "17", "kind": "natural"}]}, "minor"),
        ({"parties": [{"age": "2010-1-1", "kind": "natural"}]}, "minor"),
        ({"parties": [{"age": "18", "kind": "natural"}]}, None),
        ({"parties": [{"age": "", "kind": "natural"}]}, None),
        ({"parties": [{"age": "3", "kind": "legal"}]}, None),
        ({"barred": "labour"}, "class"),
        ({"interest": "party"}, "interest"),
        ({"written": "yes"}, "written"),
    ],
)
def test_r12_what_goes_the_ordinary_way(known: dict[str, Any], bar: str | None) -> None:
    assert rules.obstacle({**OPEN, **known}, TODAY) == bar
    assert bar is None or bar in rules.OBSTACLES


@pytest.mark.parametrize(
    ("typed", "years"),
    [("45", 45), ("45岁", 45), ("45 周岁", 45), ("1980-3-2", 46), ("1980年3月2日", 46), ("19801124", 45), ("0", 0)],
)
def test_ages_as_typed(typed: str, years: int) -> None:
    assert rules.age_of(typed, TODAY) == years


@pytest.mark.parametrize("typed", ["", "四十五", "1980-13-2", "400", "2030-1-1", "45-", "1800-1-1"])
def test_what_is_no_age(typed: str) -> None:
    with pytest.raises(rules.NotAnAge):
        rules.age_of(typed, TODAY)


@pytest.mark.parametrize(
    ("promise", "words"),
    [
        (
            content.Promise("甲", "乙", "菜钱", 12000, None, True),
            "甲向乙支付菜钱人民币壹佰贰拾元整（￥120.00）。已当场履行。",
        ),
        (
            content.Promise("甲", "乙", "菜钱", 12050, date(2026, 12, 5), False),
            "甲应于2026年12月5日前（含当日）向乙支付菜钱人民币壹佰贰拾元伍角整（￥120.50）。",
        ),
        (
            content.Promise("甲", "", "把路上的石头搬走。", None, date(2026, 12, 5), False),
            "甲应于2026年12月5日前（含当日）完成以下事项：把路上的石头搬走。",
        ),
        (content.Promise("甲", "乙", "赔礼道歉", None, None, True), "甲为乙完成以下事项：赔礼道歉。已当场履行。"),
    ],
)
def test_the_words_of_a_duty(promise: content.Promise, words: str) -> None:
    assert content.sentence(promise) == words


@pytest.mark.parametrize(
    ("known", "upto", "missing"),
    [
        ({}, "happened", None),
        ({}, "people", "happened"),
        ({"story": "…"}, "check", "people"),
        ({"story": "…", "parties": []}, "check", "terms"),
        ({"story": "…", "parties": [], "duties": []}, "check", None),
    ],
)
def test_the_order_of_the_steps(known: dict[str, Any], upto: str, missing: str | None) -> None:
    assert rules.first_missing(known, upto) == missing
