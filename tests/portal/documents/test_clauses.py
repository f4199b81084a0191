"""Clauses: each kind as one exact sentence, and what an unclear clause is refused for."""

from datetime import date

import pytest

from portal.documents.agreement import Clause, ClauseKind, Instalment, clause_text

DAY = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        (
            Clause(ClauseKind.PAY, "甲", "乙", "房屋维修费", by=DAY, amount=1_000_000, how="银行转账"),
            "甲应于2026年12月31日前（含当日）以银行转账方式向乙支付房屋维修费人民币壹万元整（￥10,000.00）。",
        ),
        (
            Clause(ClauseKind.PAY, "甲", "乙", within_days=10, amount=5, how="现金", place="调解室"),
            "甲应自本协议生效之日起10日内以现金方式在调解室向乙支付款项人民币伍分（￥0.05）。",
        ),
        (
            Clause(ClauseKind.PAY, "甲", "乙", at_once=True, amount=100, remedy="逾期的，每日支付违约金一元。"),
            "甲应于签署本协议时当场向乙支付款项人民币壹元整（￥1.00）。逾期的，每日支付违约金一元。",
        ),
        (
            Clause(
                ClauseKind.PAY,
                "甲",
                "乙",
                amount=300,
                instalments=(Instalment(date(2026, 12, 1), 100), Instalment(DAY, 200)),
            ),
            "甲应分2期向乙支付款项人民币叁元整（￥3.00）：第1期于2026年12月1日前（含当日）支付人民币壹元整（￥1.00）；"
            "第2期于2026年12月31日前（含当日）支付人民币贰元整（￥2.00）。",
        ),
        (
            Clause(ClauseKind.DELIVER, "甲", "乙", "钥匙两把", by=DAY),
            "甲应于2026年12月31日前（含当日）向乙交付钥匙两把。",
        ),
        (
            Clause(ClauseKind.ACT, "甲", "乙", "修复防水层。", by=DAY, how="由专业单位施工"),
            "甲应于2026年12月31日前（含当日）为乙完成以下事项：修复防水层，具体方式：由专业单位施工。",
        ),
        (
            Clause(ClauseKind.APOLOGISE, "甲", "乙", "言语冲突", at_once=True, how="当面口头"),
            "甲应于签署本协议时当场以当面口头方式就言语冲突向乙赔礼道歉。",
        ),
        (Clause(ClauseKind.REFRAIN, "甲", what="夜间施工"), "甲自本协议生效之日起不得有以下行为：夜间施工。"),
        (Clause(ClauseKind.REFRAIN, "甲", what="夜间施工", by=DAY), "甲自2026年12月31日起不得有以下行为：夜间施工。"),
        (Clause(ClauseKind.OTHER, what="各方别无其他争议。"), "各方别无其他争议。"),
    ],
)
def test_each_kind_has_its_sentence(clause: Clause, sentence: str) -> None:
    assert clause_text(clause) == sentence


@pytest.mark.parametrize(
    "unclear",
    [
        {"kind": ClauseKind.PAY, "debtor": "甲", "creditor": "乙", "amount": 1},
        {"kind": ClauseKind.PAY, "debtor": "甲", "creditor": "乙", "by": DAY},
        {"kind": ClauseKind.PAY, "debtor": "甲", "creditor": "乙", "by": DAY, "amount": 0},
        {"kind": ClauseKind.PAY, "debtor": "甲", "amount": 1, "by": DAY},
        {"kind": ClauseKind.PAY, "debtor": " ", "creditor": "乙", "amount": 1, "by": DAY},
        {"kind": ClauseKind.PAY, "debtor": "甲", "creditor": "乙", "amount": 1, "by": DAY, "at_once": True},
        {"kind": ClauseKind.PAY, "debtor": "甲", "creditor": "乙", "amount": 3, "instalments": (Instalment(DAY, 2),)},
        {"kind": ClauseKind.ACT, "debtor": "甲", "what": "修复"},
        {"kind": ClauseKind.ACT, "debtor": "甲", "by": DAY},
        {"kind": ClauseKind.ACT, "debtor": "甲", "what": "修复", "by": DAY, "amount": 1},
        {"kind": ClauseKind.DELIVER, "debtor": "甲", "what": "钥匙"},
        {"kind": ClauseKind.APOLOGISE, "debtor": "甲"},
        {"kind": ClauseKind.REFRAIN, "debtor": "甲"},
        {"kind": ClauseKind.REFRAIN, "debtor": "甲", "what": "施工", "instalments": (Instalment(DAY, 2),)},
        {"kind": ClauseKind.OTHER, "what": " "},
    ],
)
def test_an_unclear_clause_is_refused(unclear: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"clause|payment|instalment"):
        Clause(**unclear)  # type: ignore[arg-type]
