"""A clause as it is drafted: parts may still be missing, and the sentence it becomes in the agreement."""

from dataclasses import dataclass
from datetime import date

from portal.documents.agreement.clauses import Clause, ClauseKind, Instalment, chinese_date
from portal.kernel.money import both

KINDS = ("pay", "instalments", "deliver", "act", "refrain", "apologise", "other")
MONEY = frozenset({"pay", "instalments"})
DATED = frozenset({"pay", "instalments", "deliver", "act", "apologise"})
"""Kinds that ask for something and therefore say by when (民诉法解释 2022 art.358: 内容明确)."""
NEEDS_WORDS = frozenset({"deliver", "act", "refrain", "other"})
TO_SOMEBODY = frozenset({"pay", "instalments", "deliver", "apologise"})

PRINTED: dict[str, ClauseKind] = {
    "pay": ClauseKind.PAY,
    "instalments": ClauseKind.PAY,
    "deliver": ClauseKind.DELIVER,
    "act": ClauseKind.ACT,
    "refrain": ClauseKind.REFRAIN,
    "apologise": ClauseKind.APOLOGISE,
    "other": ClauseKind.OTHER,
}


@dataclass(frozen=True)
class Part:
    """One instalment; ``amount`` in fen."""

    due_on: date
    amount: int


@dataclass(frozen=True)
class Term:
    """Who (``debtor``), what, to whom (``creditor``), by when, how much (``amount``, fen), how and where."""

    kind: str
    debtor: str = ""
    creditor: str = ""
    what: str = ""
    due_on: date | None = None
    within_days: int | None = None
    at_once: bool = False
    amount: int | None = None
    how: str = ""
    place: str = ""
    remedy: str = ""
    parts: tuple[Part, ...] = ()
    debtor_is_minor: bool = False

    @property
    def dated(self) -> bool:
        """Whether it says by when."""
        return self.due_on is not None or self.within_days is not None or self.at_once or bool(self.parts)

    @property
    def total(self) -> int | None:
        """The whole sum of money: instalments add up to it."""
        return sum(part.amount for part in self.parts) if self.kind == "instalments" else self.amount

    @property
    def words(self) -> str:
        """All that was typed, for checks of wording."""
        return "\n".join(filter(None, (self.what, self.how, self.place, self.remedy)))


def clause_of(term: Term) -> Clause:
    """The clause as the official form prints it.

    What a mediator leaves open on purpose (no day, no payee) stands as a plain sentence: the form's own sentences are
    only for clauses that say everything.
    """
    try:
        return _printed(term)
    except ValueError:
        return Clause(ClauseKind.OTHER, what=_loose(term), remedy=term.remedy)


def _printed(term: Term) -> Clause:
    refrains = term.kind == "refrain"
    return Clause(
        kind=PRINTED[term.kind],
        debtor=term.debtor,
        creditor=term.creditor,
        what=term.what,
        by=term.due_on,
        within_days=None if refrains else term.within_days,
        at_once=term.at_once and not refrains,
        amount=term.total if term.kind in MONEY else None,
        how=term.how,
        place=term.place,
        instalments=tuple(Instalment(part.due_on, part.amount) for part in term.parts),
        remedy=term.remedy,
    )


VERBS = {"pay": "支付", "instalments": "支付", "deliver": "交付", "act": "完成以下事项：", "apologise": "赔礼道歉"}


def _loose(term: Term) -> str:
    if term.kind not in VERBS:
        return term.what
    when = f"于{chinese_date(term.due_on)}前（含当日）" if term.due_on else ""
    when = when or (f"自本协议生效之日起{term.within_days}日内" if term.within_days is not None else "")
    how = f"以{term.how}方式" if term.how else ""
    place = f"在{term.place}" if term.place else ""
    creditor = f"向{term.creditor}" if term.creditor else ""
    money = both(term.total) if term.kind in MONEY and term.total else ""
    what = term.what or ("款项" if term.kind in MONEY else "")
    about = f"就{what}" if term.kind == "apologise" and what else ""
    tail = VERBS[term.kind] if about or term.kind == "apologise" else f"{VERBS[term.kind]}{what}{money}"
    return f"{term.debtor}应{when}{how}{place}{about}{creditor}{tail}"
