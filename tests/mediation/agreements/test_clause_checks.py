"""Clauses: what is warned of and why, the sentence each becomes, sums as people type them, common clauses."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.agreements import amounts, library
from mediation.agreements.checks import KEYS, RULES, SOURCES, unanswered, warnings
from mediation.agreements.terms import DATED, KINDS, Part, Term, clause_of
from mediation.agreements.words import CLAUSES, WARNINGS
from portal.documents.agreement import ClauseKind, clause_text
from portal.kernel.money import LIMIT_FEN, figures

TODAY = date(2026, 11, 22)
LATER = date(2027, 1, 31)
SOUND: dict[str, Any] = {"debtor": "甲", "creditor": "乙", "what": "维修费", "due_on": LATER, "amount": 100_00}


def term(kind: str = "pay", **more: Any) -> Term:
    return Term(kind, **{**SOUND, **more})


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("no_debtor", term(debtor="")),
        ("no_payee", term(creditor="")),
        ("no_payee", term("deliver", creditor="")),
        ("same_person", term(creditor="甲")),
        ("no_amount", term(amount=None)),
        ("no_amount", term("instalments", due_on=None)),
        ("no_date", term(due_on=None)),
        ("no_date", term("act", due_on=None)),
        ("past_date", term(due_on=date(2026, 11, 21))),
        ("past_date", term("instalments", due_on=None, parts=(Part(date(2020, 1, 1), 1), Part(LATER, 1)))),
        ("parts_order", term("instalments", due_on=None, parts=(Part(LATER, 1), Part(date(2026, 12, 1), 1)))),
        ("unclear", term(what="尽快维修")),
        ("unclear", term(how="酌情处理")),
        ("unclear", term(remedy="另行协商")),
        ("deposit", term(what="购房定金")),
        ("deposit", term(what="购房订金")),
        ("support", term(what="抚养费和赡养费")),
        ("typed_amount", term(what="维修费500元")),
        ("typed_amount", term(how="先付三千元现金")),
        ("no_remedy", term("instalments", due_on=None, parts=(Part(LATER, 1),))),
        ("unlawful", term(what="甲今后不得起诉乙")),
        ("unlawful", term("other", what="双方断绝父子关系")),
        ("unlawful", term(remedy="扣押甲的身份证")),
        ("long_number", term(how="转入6222000000000000000")),
        ("minor_debtor", term(debtor_is_minor=True)),
    ],
)
def test_warns(key: str, bad: Term) -> None:
    assert key in warnings(bad, TODAY)


@pytest.mark.parametrize(
    "sound",
    [
        term(),
        term(due_on=TODAY),
        term(within_days=30, due_on=None),
        term(at_once=True, due_on=None),
        term("instalments", due_on=None, parts=(Part(LATER, 1), Part(date(2027, 2, 28), 1)), remedy="一次付清"),
        term("deliver"),
        term("act", creditor=""),
        term("refrain", creditor="", due_on=None, amount=None, what="在夜间装修"),
        term("apologise", amount=None),
        term("other", debtor="", creditor="", due_on=None, amount=None, what="双方再无争议"),
        term(what="子女抚养费"),
    ],
)
def test_says_nothing_about_what_is_sound(sound: Term) -> None:
    assert warnings(sound, TODAY) == ()


def test_every_rule_has_words_a_source_and_is_tried() -> None:
    assert len(RULES) >= 12
    assert set(WARNINGS) == set(KEYS) == set(SOURCES)
    assert all(SOURCES.values())


def test_what_is_overruled_is_answered() -> None:
    assert unanswered(("no_date", "unclear"), ["no_date"]) == ("unclear",)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_becomes_a_sentence(kind: str) -> None:
    parts = (Part(LATER, 60_00), Part(date(2027, 2, 28), 40_00)) if kind == "instalments" else ()
    made = clause_of(term(kind, parts=parts, due_on=None if parts else LATER))
    assert clause_text(made).endswith("。")
    assert kind == "other" or made.kind is not ClauseKind.OTHER
    assert "壹佰元整" in clause_text(made) or kind not in ("pay", "instalments")


@pytest.mark.parametrize("kind", sorted(DATED))
def test_what_is_left_open_on_purpose_is_still_a_sentence(kind: str) -> None:
    text = clause_text(clause_of(term(kind, due_on=None)))
    assert text.startswith("甲应")
    assert "乙" in text or kind == "act"
    assert "None" not in text


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("1234.5", 123450), ("1,234.50", 123450), ("￥1,234.50元", 123450), ("１２３４", 123400), (" 0.01 ", 1)],
)
def test_sums_as_people_type_them(typed: str, fen: int) -> None:
    assert amounts.fen(typed) == fen


@pytest.mark.parametrize("typed", ["", "abc", "0", "-5", "1.234", "1e3000", "NaN", "inf", str(LIMIT_FEN), "一千"])
def test_no_sum(typed: str) -> None:
    with pytest.raises(amounts.NotAnAmount):
        amounts.fen(typed)


@given(st.integers(1, LIMIT_FEN - 1))
def test_a_sum_survives_showing_and_typing(fen: int) -> None:
    assert amounts.fen(amounts.yuan(fen)) == amounts.fen(figures(fen)) == fen


def test_instalments_as_people_type_them() -> None:
    rows = amounts.parts("2026-12-01 500\n\n2027年1月5日　1,000.5元\n2027/02/01 ￥3")
    assert [(part.due_on.isoformat(), part.amount) for part in rows] == [
        ("2026-12-01", 50000), ("2027-01-05", 100050), ("2027-02-01", 300),
    ]  # fmt: skip
    assert amounts.parts(amounts.show_parts(rows)) == rows


@pytest.mark.parametrize("typed", ["500", "2026-13-01 500", "2026-12-01", "2026-12-01 零"])
def test_a_line_that_is_no_instalment_is_named(typed: str) -> None:
    with pytest.raises(amounts.NotAPart) as wrong:
        amounts.parts(f"2026-12-01 1\n{typed}")
    assert wrong.value.line == 2


def test_common_clauses_are_sound_data() -> None:
    models = library.load()
    assert len(models) >= 30
    for model in models.values():
        assert model.kind in CLAUSES
        assert model.title_zh
        assert model.title_en.isascii()
        filled = term(model.kind, what=model.what, how=model.how, remedy=model.remedy)
        assert set(warnings(filled, TODAY)) <= {"no_amount"}, model.key
        assert clause_text(clause_of(filled))
    assert sum(len(group) for group in library.groups().values()) == len(models)
