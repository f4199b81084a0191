"""One clause of an agreement as data, and the sentence it becomes: who does what, to whom, by when, how much, how.

A court refuses to confirm an agreement whose content is unclear (民诉法解释 2022 art.358), so a clause that asks
somebody to do something must say by when, and a payment how much.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.kernel.money import both


class ClauseKind(StrEnum):
    """What a clause asks for."""

    PAY = "pay"
    DELIVER = "deliver"
    ACT = "act"
    APOLOGISE = "apologise"
    REFRAIN = "refrain"
    OTHER = "other"


#: Kinds that ask for something once and therefore need a time.
_DATED = frozenset({ClauseKind.PAY, ClauseKind.DELIVER, ClauseKind.ACT, ClauseKind.APOLOGISE})


@dataclass(frozen=True)
class Instalment:
    """One part of a sum that is paid in parts; ``amount`` in fen."""

    by: date
    amount: int


@dataclass(frozen=True)
class Clause:
    """Who (``debtor``) does ``what`` for whom (``creditor``), by when, how much (``amount``, fen), ``how`` and where.

    When: ``by`` a day (that day included), ``within_days`` of the agreement's taking effect, ``at_once`` while signing,
    or by ``instalments``. ``remedy`` says what follows a breach (逾期处理). For ``OTHER`` the words in ``what`` stand.
    """

    kind: ClauseKind
    debtor: str = ""
    creditor: str = ""
    what: str = ""
    by: date | None = None
    within_days: int | None = None
    at_once: bool = False
    amount: int | None = None
    how: str = ""
    place: str = ""
    instalments: tuple[Instalment, ...] = ()
    remedy: str = ""

    def __post_init__(self) -> None:
        times = sum((self.by is not None, self.within_days is not None, self.at_once, bool(self.instalments)))
        if self.kind in _DATED and times != 1:
            raise ValueError("a clause that asks for something says by when, in one way")
        if self.kind not in _DATED and self.instalments:
            raise ValueError("only a payment has instalments")
        if self.kind is ClauseKind.PAY:
            self._check_payment()
        elif self.instalments or self.amount is not None:
            raise ValueError("only a payment has an amount")
        needs_what = self.kind not in (ClauseKind.PAY, ClauseKind.APOLOGISE)
        if (needs_what and not self.what.strip()) or (self.kind is not ClauseKind.OTHER and not self.debtor.strip()):
            raise ValueError("a clause says who does what")

    def _check_payment(self) -> None:
        if not self.creditor.strip() or not self.amount:
            raise ValueError("a payment says to whom and how much")
        if self.instalments and sum(part.amount for part in self.instalments) != self.amount:
            raise ValueError("the instalments add up to the whole sum")


def chinese_date(day: date) -> str:
    """2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def clause_text(clause: Clause) -> str:
    """The clause as one paragraph of an agreement, in Chinese, with its full stop."""
    sentence = _SENTENCES[clause.kind](clause)
    remedy = clause.remedy.strip().rstrip("。；")
    return _stop(sentence) + (_stop(remedy) if remedy else "")


def _stop(sentence: str) -> str:
    return sentence.strip().rstrip("。；") + "。"


def _when(clause: Clause) -> str:
    """By when. 民法典 art.1259 leaves 之前 open, hence the included day is named."""
    if clause.by is not None:
        return f"于{chinese_date(clause.by)}前（含当日）"
    if clause.within_days is not None:
        return f"自本协议生效之日起{clause.within_days}日内"
    return "于签署本协议时当场" if clause.at_once else ""


def _where(clause: Clause) -> str:
    return f"在{clause.place}" if clause.place else ""


def _by_way(clause: Clause) -> str:
    return f"以{clause.how}方式" if clause.how else ""


def _pay(clause: Clause) -> str:
    what = clause.what or "款项"
    whole = f"{_by_way(clause)}{_where(clause)}向{clause.creditor}支付{what}{both(clause.amount or 0)}"
    if not clause.instalments:
        return f"{clause.debtor}应{_when(clause)}{whole}"
    parts = "；".join(
        f"第{number}期于{chinese_date(part.by)}前（含当日）支付{both(part.amount)}"
        for number, part in enumerate(clause.instalments, start=1)
    )
    return f"{clause.debtor}应分{len(clause.instalments)}期{whole}：{parts}"


def _deliver(clause: Clause) -> str:
    to = f"向{clause.creditor}" if clause.creditor else ""
    return f"{clause.debtor}应{_when(clause)}{_by_way(clause)}{_where(clause)}{to}交付{clause.what}"


def _act(clause: Clause) -> str:
    to = f"为{clause.creditor}" if clause.creditor else ""
    way = f"，具体方式：{clause.how}" if clause.how else ""
    return f"{clause.debtor}应{_when(clause)}{_where(clause)}{to}完成以下事项：{clause.what.rstrip('。；')}{way}"


def _apologise(clause: Clause) -> str:
    to = f"向{clause.creditor}" if clause.creditor else ""
    about = f"就{clause.what}" if clause.what else ""
    return f"{clause.debtor}应{_when(clause)}{_by_way(clause)}{_where(clause)}{about}{to}赔礼道歉"


def _refrain(clause: Clause) -> str:
    start = f"自{chinese_date(clause.by)}起" if clause.by else "自本协议生效之日起"
    return f"{clause.debtor}{start}不得有以下行为：{clause.what}"


def _other(clause: Clause) -> str:
    return clause.what


_SENTENCES = {
    ClauseKind.PAY: _pay,
    ClauseKind.DELIVER: _deliver,
    ClauseKind.ACT: _act,
    ClauseKind.APOLOGISE: _apologise,
    ClauseKind.REFRAIN: _refrain,
    ClauseKind.OTHER: _other,
}
