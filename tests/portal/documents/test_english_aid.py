"""The English beside an agreement: every fixed word of the form has it, every clause says who, what and when."""

import re
from dataclasses import replace
from datetime import date

import pytest

from portal.documents.agreement import Clause, ClauseKind, Instalment, Representative, Signing, english, wording
from tests.portal.documents.samples import COMPANY, MAN, PAPER, WOMAN

CHINESE = re.compile(r"[\u4e00-\u9fff]")
GUARDED = replace(WOMAN, representatives=(Representative("监护人", "王大"),))
PAYER, PAYEE = "Debtor", "Creditor"


@pytest.mark.parametrize("signing", list(Signing))
def test_every_fixed_word_has_its_english(signing: Signing) -> None:
    paper = replace(PAPER, signing=signing)
    for section in wording.sections(paper):
        words = [section.key, *filter(None, [section.lead]), *(label for label, _text in section.rows)]
        assert all(english.label(one) for one in words), words
        assert len(english.paragraphs(section.key, paper)) == len(section.paragraphs)
        assert not CHINESE.search("".join(english.paragraphs(section.key, paper)))


@pytest.mark.parametrize("party", [GUARDED, MAN, COMPANY, replace(COMPANY, title="经营者", contact="李")])
def test_every_label_of_a_party_has_its_english(party: object) -> None:
    for label, _value in wording.party_rows(party):  # type: ignore[arg-type]
        assert english.label(label), label
    assert "Party 2" in english.party_heading(2, party)


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (
            Clause(ClauseKind.PAY, PAYER, PAYEE, "维修费", by=date(2026, 12, 31), amount=123450, how="转账"),
            "Debtor pays Creditor CNY 1,234.50 for “维修费” by 31 December 2026 (that day included), by way of “转账”.",
        ),
        (
            Clause(
                ClauseKind.PAY, PAYER, PAYEE, amount=300, remedy="一次付清",
                instalments=(Instalment(date(2026, 1, 2), 100), Instalment(date(2026, 2, 2), 200)),
            ),
            "Debtor pays Creditor CNY 3.00 in 2 instalments: no. 1: CNY 1.00 by 2 January 2026 (that day included); "
            "no. 2: CNY 2.00 by 2 February 2026 (that day included). If not performed: “一次付清”.",
        ),
        (Clause(ClauseKind.DELIVER, PAYER, PAYEE, "钥匙", at_once=True),
         "Debtor hands over “钥匙” to Creditor at once when signing."),
        (Clause(ClauseKind.ACT, PAYER, PAYEE, "修水管。", within_days=10, place="家"),
         "Debtor does the following for Creditor within 10 days of this agreement's taking effect: “修水管”, at “家”."),
        (Clause(ClauseKind.APOLOGISE, PAYER, PAYEE, "骂人", at_once=True),
         "Debtor apologises to Creditor for “骂人” at once when signing."),
        (Clause(ClauseKind.REFRAIN, PAYER, what="夜间装修"),
         "From this agreement's taking effect on, Debtor must not do the following: “夜间装修”."),
        (Clause(ClauseKind.OTHER, what="别无纠葛"), "In the words of the Chinese text: “别无纠葛”."),
    ],
)  # fmt: skip
def test_a_clause_is_said_in_english(clause: Clause, said: str) -> None:
    assert english.clause(clause) == said
