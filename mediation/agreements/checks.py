"""What may be wrong with a clause: rules that warn, each with the article behind it; a mediator may overrule one.

A court refuses to confirm what is unclear, not voluntary or against the law (民诉法解释 2022 art.358); the rest are the
usual faults of agreements written in a hurry (domain §2.3, rules for filling).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mediation.agreements.terms import DATED, MONEY, TO_SOMEBODY, Term
from portal.kernel.i18n import lazy as _l

UNCLEAR = re.compile(
    r"尽快|及时|适当|酌情|若干|大约|大概|左右|近期|以后再|另行协商|视情况|必要时|有条件时|有钱时|一定的?(?:金额|数额|补偿|赔偿)|差不多|年底前后|等等"
)
DEPOSIT = re.compile(r"定金|订金")
SUPPORT = re.compile(r"抚养|扶养|赡养")
MONEY_WORDS = re.compile(r"[0-9０-９一二三四五六七八九十百千万两零〇]+(?:[.．][0-9０-９]+)?\s*(?:元|块钱|万元|万块)")
LONG_NUMBER = re.compile(r"(?:[0-9０-９] ?){12,}")
UNLAWFUL = re.compile(
    r"不得?再?(?:起诉|诉讼|上诉|报警|举报|控告|投诉|信访|上访|申请仲裁)|放弃(?:一切)?(?:起诉|诉讼|上诉|举报|控告|仲裁)"
    r"|断绝.{0,4}关系|扣押.{0,6}(?:身份证|护照|户口)|限制.{0,4}人身自由|不得(?:结婚|再婚|生育|离开)"
)


@dataclass(frozen=True)
class Rule:
    """``found`` says whether the rule speaks; ``source`` is the law or the practice behind it."""

    key: str
    source: Any
    found: Callable[[Term, date], bool]


def _past(term: Term, today: date) -> bool:
    return any(day < today for day in (term.due_on, *(part.due_on for part in term.parts)) if day is not None)


def _unordered(term: Term, _today: date) -> bool:
    days = [part.due_on for part in term.parts]
    return days != sorted(days) or len(set(days)) < len(days)


_REFUSED = _l("民诉法解释第三百五十八条")
"""What a court does not confirm."""

RULES: tuple[Rule, ...] = (
    Rule("no_debtor", _REFUSED, lambda term, _day: term.kind != "other" and not term.debtor),
    Rule("no_payee", _REFUSED, lambda term, _day: term.kind in TO_SOMEBODY and not term.creditor),
    Rule("same_person", _REFUSED, lambda term, _day: term.debtor != "" and term.debtor == term.creditor),
    Rule("no_amount", _REFUSED, lambda term, _day: term.kind in MONEY and not term.total),
    Rule("no_date", _REFUSED, lambda term, _day: term.kind in DATED and not term.dated),
    Rule("past_date", _l("人民调解法第二十九条"), _past),
    Rule("parts_order", _REFUSED, _unordered),
    Rule("unclear", _REFUSED, lambda term, _day: bool(UNCLEAR.search(term.words))),
    Rule("deposit", _l("民法典第五百八十六条、第五百八十七条"), lambda term, _day: bool(DEPOSIT.search(term.words))),
    Rule(
        "support",
        _l("民法典第一千零五十九条、第一千零六十七条"),
        lambda term, _day: len(set(SUPPORT.findall(term.words))) > 1,
    ),
    Rule("typed_amount", _l("文书填写要求"), lambda term, _day: bool(MONEY_WORDS.search(f"{term.what}\n{term.how}"))),
    Rule(
        "no_remedy",
        _l("民法典第五百七十七条、第六百三十四条"),
        lambda term, _day: term.kind == "instalments" and not term.remedy,
    ),
    Rule(
        "unlawful", _l("人民调解法第三条、民法典第一百五十三条"), lambda term, _day: bool(UNLAWFUL.search(term.words))
    ),
    Rule("long_number", _l("个人信息保护法第六条"), lambda term, _day: bool(LONG_NUMBER.search(term.words))),
    Rule("minor_debtor", _l("民法典第十九条、第一千一百八十八条"), lambda term, _day: term.debtor_is_minor),
)
SOURCES: Mapping[str, Any] = {rule.key: rule.source for rule in RULES}
KEYS = tuple(rule.key for rule in RULES)


def warnings(term: Term, today: date) -> tuple[str, ...]:
    """The rules that speak about this clause, in the order of the table."""
    return tuple(rule.key for rule in RULES if rule.found(term, today))


def unanswered(found: Iterable[str], overruled: Iterable[str]) -> tuple[str, ...]:
    """What nobody has put right or overruled."""
    answered = set(overruled)
    return tuple(key for key in found if key not in answered)
