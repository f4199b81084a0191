"""Drafting: facts, clauses, warnings overruled. Only the mediator of the case writes, and only while nobody signs."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from mediation.agreements import queries
from mediation.agreements.checks import unanswered, warnings
from mediation.agreements.models import Agreement, AgreementClause, ClauseOverrule, ClausePart
from mediation.agreements.policy import DRAFT
from mediation.agreements.rules import PATHS
from mediation.agreements.terms import Part
from mediation.cases import queries as cases
from mediation.cases import services as acts
from mediation.cases.models import MediationCase
from portal.documents.papers import services as papers
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require

HEAD = ("facts", "issues", "responsibility", "way", "place", "limit")
WORDS = ("what", "how", "place", "remedy")


@dataclass(frozen=True)
class ClauseData:
    """What is typed of a clause; parties by id."""

    kind: str
    debtor_id: uuid.UUID | None = None
    creditor_id: uuid.UUID | None = None
    what: str = ""
    due_on: date | None = None
    within_days: int | None = None
    at_once: bool = False
    amount_fen: int | None = None
    how: str = ""
    place: str = ""
    remedy: str = ""
    parts: tuple[Part, ...] = ()


def start(db: Db, actor: Actor, case_id: uuid.UUID) -> Agreement:
    """Begin the agreement of a case; beginning it twice is beginning it once."""
    case = cases.get(db, actor, case_id)
    require(db, actor, DRAFT, case)
    cases.locked(db, case.id)
    found = queries.of_case(db, case.id)
    if found is not None:
        return found
    _lead_to_draft(db, actor, case)
    paper = papers.begin(db, actor, kind="agreement", matter_id=case.matter_id, owner=case.committee)
    agreement = Agreement(case_id=case.id, matter_id=case.matter_id, paper_id=paper.id, begun_at=clock.now())
    agreement.case, agreement.paper = case, paper
    db.add(agreement)
    db.flush()
    audit.record(db, actor, "agreement.begun", agreement, ["case_id"])
    return agreement


ON_THE_SPOT: Mapping[str, str] = {"accepted": "preparing", "preparing": "in_session", "scheduled": "in_session"}
"""A petty dispute is talked over on the spot, without a room (人民调解法 art.21): the steps are still walked."""


def _lead_to_draft(db: Db, actor: Actor, case: MediationCase) -> None:
    while case.state in ON_THE_SPOT:
        acts.move(db, actor, case, ON_THE_SPOT[case.state])
    acts.move(db, actor, case, "drafting")


def held(db: Db, actor: Actor, case_id: uuid.UUID) -> tuple[MediationCase, Agreement]:
    """The case, held until the commit, and its agreement as it is now; for the mediator alone."""
    case = cases.get(db, actor, case_id)
    require(db, actor, DRAFT, case)
    cases.locked(db, case.id)
    agreement = queries.get(db, actor, case.id)
    db.refresh(agreement)
    return case, agreement


def open_draft(db: Db, actor: Actor, case_id: uuid.UUID) -> Agreement:
    _case, agreement = held(db, actor, case_id)
    if agreement.state != "drafting":
        raise Conflict(_("协议书已经定稿。要修改，请先收回；收回后各方的确认和签名都作废，要重新签。"))
    return agreement


def describe(db: Db, actor: Actor, case_id: uuid.UUID, words: Mapping[str, str]) -> Agreement:
    """Facts, issues, responsibility; way, place and time limit of performance (人民调解法 art.29)."""
    agreement = open_draft(db, actor, case_id)
    for name in HEAD:
        setattr(agreement, name, words.get(name) or None)
    return _changed(db, actor, agreement, [*HEAD])


def choose_signing(
    db: Db, actor: Actor, case_id: uuid.UUID, path: str, recorder_id: uuid.UUID | None, recorders: Sequence[uuid.UUID]
) -> Agreement:
    """On screen or in ink, and who keeps the record, out of those who may."""
    agreement = open_draft(db, actor, case_id)
    if path not in PATHS or (recorder_id is not None and recorder_id not in recorders):
        raise Conflict(_("请重新选择签署方式和记录人。"))
    agreement.path, agreement.recorder_id = path, recorder_id
    return _changed(db, actor, agreement, ["path", "recorder_id"])


def _changed(db: Db, actor: Actor, agreement: Agreement, fields: list[str]) -> Agreement:
    db.flush()
    audit.record(db, actor, "agreement.drafted", agreement, fields)
    return agreement


def add_clause(db: Db, actor: Actor, case_id: uuid.UUID, data: ClauseData) -> AgreementClause:
    """One more clause, at the end."""
    agreement = open_draft(db, actor, case_id)
    last = select(func.coalesce(func.max(AgreementClause.position), 0))
    row = AgreementClause(agreement_id=agreement.id, kind=data.kind)
    row.position = db.scalars(last.where(AgreementClause.agreement_id == agreement.id)).one() + 1
    _fill(db, agreement, row, data)
    db.add(row)
    return _kept(db, actor, row, "clause.added")


def change_clause(db: Db, actor: Actor, case_id: uuid.UUID, clause_id: uuid.UUID, data: ClauseData) -> AgreementClause:
    """Change a clause; what was overruled must be overruled anew."""
    agreement = open_draft(db, actor, case_id)
    row = queries.clause(db, agreement, clause_id)
    row.parts.clear()
    row.overrules.clear()
    db.flush()
    _fill(db, agreement, row, data)
    return _kept(db, actor, row, "clause.changed")


def _fill(db: Db, agreement: Agreement, row: AgreementClause, data: ClauseData) -> None:
    there = {party.id for party in cases.parties(db, agreement.matter_id)}
    if not {data.debtor_id, data.creditor_id} - {None} <= there:
        raise Conflict(_("请从本案当事人中选择。"))
    row.kind, row.debtor_id, row.creditor_id = data.kind, data.debtor_id, data.creditor_id
    row.due_on, row.within_days, row.at_once = data.due_on, data.within_days, data.at_once
    row.amount_fen = sum(part.amount for part in data.parts) if data.parts else data.amount_fen
    for name in WORDS:
        setattr(row, name, getattr(data, name) or None)
    row.parts = [
        ClausePart(position=number, due_on=part.due_on, amount_fen=part.amount)
        for number, part in enumerate(data.parts, start=1)
    ]


def _kept(db: Db, actor: Actor, row: AgreementClause, action: str) -> AgreementClause:
    db.flush()
    db.refresh(row, ["debtor", "creditor"])
    audit.record(db, actor, action, row, ["kind", "what", "amount_fen", "due_on"])
    return row


def remove_clause(db: Db, actor: Actor, case_id: uuid.UUID, clause_id: uuid.UUID) -> None:
    """Take a clause out; the numbers of the others close up when they are printed."""
    agreement = open_draft(db, actor, case_id)
    row = queries.clause(db, agreement, clause_id)
    audit.record(db, actor, "clause.removed", row)
    db.delete(row)
    db.flush()


def move_clause(db: Db, actor: Actor, case_id: uuid.UUID, clause_id: uuid.UUID) -> None:
    """One place up."""
    agreement = open_draft(db, actor, case_id)
    rows = list(queries.clauses(db, agreement))
    index = next((number for number, row in enumerate(rows) if row.id == clause_id), 0)
    if index:
        rows[index - 1], rows[index] = rows[index], rows[index - 1]
    for number, row in enumerate(rows, start=1):
        row.position = number
    _changed(db, actor, agreement, ["order"])


def overrule(db: Db, actor: Actor, case_id: uuid.UUID, clause_id: uuid.UUID, rule: str, reason: str) -> None:
    """Let a clause stand although a rule warns; the reason is kept beside it."""
    agreement = open_draft(db, actor, case_id)
    row = queries.clause(db, agreement, clause_id)
    if rule not in open_warnings(db, row):
        raise Conflict(_("这条提醒已经处理过了。"))
    if not reason.strip() or actor.account is None:
        raise Conflict(_("请写一句理由。"))
    kept = ClauseOverrule(clause_id=row.id, rule=rule, account_id=actor.account, at=clock.now())
    kept.reason = reason.strip()
    row.overrules.append(kept)
    db.flush()
    audit.record(db, actor, "clause.overruled", row, [f"rule:{rule}", "reason"])


def open_warnings(db: Db, row: AgreementClause) -> tuple[str, ...]:
    """The rules that warn about a clause and that nobody has overruled."""
    day = clock.today(db.info["settings"].zone)
    return unanswered(warnings(queries.term_of(row, day), day), [one.rule for one in row.overrules])


def data_of(row: AgreementClause) -> dict[str, Any]:
    """A clause as its form shows it."""
    return {
        "kind": row.kind,
        "debtor": row.debtor_id.hex if row.debtor_id else "",
        "creditor": row.creditor_id.hex if row.creditor_id else "",
        "due_on": row.due_on,
        "within_days": row.within_days,
        "amount": row.amount_fen,
        "at_once": row.at_once,
        "parts": [Part(part.due_on, part.amount_fen) for part in row.parts],
        **{name: getattr(row, name) or "" for name in WORDS},
    }
