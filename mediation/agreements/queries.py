"""Finding agreements: of a case for those who open its file, of a matter for those who sign; and what they promise."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, exists, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from mediation.agreements.models import Agreement, AgreementClause, AgreementVersion, Signer
from mediation.agreements.policy import READ, SHOW, SHOWN, WAIT
from mediation.agreements.rules import Mark
from mediation.agreements.terms import Part, Term, clause_of
from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import opens
from portal.directory.taxonomy.rules import load
from portal.documents.agreement import clause_text
from portal.documents.papers.models import Paper
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused
from portal.matters.holding import held_by
from portal.matters.models import Involvement, Matter, Party
from portal.people.persons.rules import needs_guardian


def visible_to(actor: Actor) -> Select[Agreement]:
    """Whoever opens the file sees its agreement; whoever signs sees it while a version is before them."""
    file = exists().where(MediationCase.id == Agreement.case_id, opens(actor)).correlate(Agreement)
    ways = [file if SHOW.door(actor) else false()]
    if READ.door(actor):
        mine = exists().where(
            AgreementVersion.agreement_id == Agreement.id,
            AgreementVersion.state.in_(SHOWN),
            Signer.version_id == AgreementVersion.id,
            Signer.person_id == actor.person,
            Involvement.matter_id == Agreement.matter_id,
            Matter.id == Involvement.matter_id,
            held_by(actor),
        )
        ways.append(mine.correlate(Agreement))
    return select(Agreement).where(or_(*ways))


def of_case(db: Db, case_id: uuid.UUID) -> Agreement | None:
    """The agreement of a case; no right follows from it."""
    rows = select(Agreement).where(Agreement.case_id == case_id)
    return db.scalar(rows.options(joinedload(Agreement.case), joinedload(Agreement.paper)))


def get(db: Db, actor: Actor, case_id: uuid.UUID) -> Agreement:
    """The agreement of a case the actor opens; Refused otherwise."""
    rows = visible_to(actor).where(Agreement.case_id == case_id)
    found = db.scalar(rows.execution_options(populate_existing=True))
    if found is None:
        raise Refused(SHOW.name)
    return found


def clauses(db: Db, agreement: Agreement) -> Sequence[AgreementClause]:
    """The draft's clauses in order."""
    rows = select(AgreementClause).where(AgreementClause.agreement_id == agreement.id)
    names = (joinedload(AgreementClause.debtor), joinedload(AgreementClause.creditor))
    return db.scalars(rows.options(*names).order_by(AgreementClause.position, AgreementClause.id)).all()


def clause(db: Db, agreement: Agreement, clause_id: uuid.UUID) -> AgreementClause:
    """One clause of this draft."""
    row = db.get(AgreementClause, clause_id)
    if row is None or row.agreement_id != agreement.id:
        raise Refused(SHOW.name)
    return row


def term_of(row: AgreementClause, day: date) -> Term:
    """The clause as the rules ask for it; its words are sealed, so note the read of the page that shows it."""
    debtor = row.debtor.person if row.debtor is not None else None
    minor = debtor is not None and needs_guardian(debtor.born_on, day, debtor.said_age)
    return Term(
        kind=row.kind,
        debtor=row.debtor.person.name if row.debtor else "",
        creditor=row.creditor.person.name if row.creditor else "",
        what=row.what or "",
        due_on=row.due_on,
        within_days=row.within_days,
        at_once=row.at_once,
        amount=row.amount_fen,
        how=row.how or "",
        place=row.place or "",
        remedy=row.remedy or "",
        parts=tuple(Part(part.due_on, part.amount_fen) for part in row.parts),
        debtor_is_minor=minor,
    )


def newest(db: Db, agreement: Agreement) -> AgreementVersion | None:
    """The last version that was frozen, whatever became of it, with its signers."""
    rows = select(AgreementVersion).where(AgreementVersion.agreement_id == agreement.id)
    rows = rows.order_by(AgreementVersion.edition.desc()).limit(1)
    rows = rows.options(selectinload(AgreementVersion.signers), joinedload(AgreementVersion.paper))
    return db.scalar(rows.execution_options(populate_existing=True))


def history(db: Db, agreement: Agreement) -> Sequence[AgreementVersion]:
    """All versions, newest first."""
    rows = select(AgreementVersion).where(AgreementVersion.agreement_id == agreement.id)
    return db.scalars(rows.order_by(AgreementVersion.edition.desc())).all()


@dataclass(frozen=True)
class Mine:
    """What lies before somebody who signs: the version, and their own places (a guardian may have several)."""

    agreement: Agreement
    version: AgreementVersion
    signers: list[Signer]


def mine(db: Db, actor: Actor) -> Mine:
    """The version before a party; Refused when there is none for them."""
    found = select(Agreement).join(MediationCase, MediationCase.id == Agreement.case_id)
    found = found.where(Agreement.matter_id == actor.scope, MediationCase.state != "returned")
    found = found.order_by(Agreement.id.desc()).limit(1).execution_options(populate_existing=True)
    agreement = db.scalar(found) if READ.door(actor) else None
    version = newest(db, agreement) if agreement is not None else None
    if agreement is None or version is None or not READ.allows(db, actor, version):
        raise Refused(READ.name)
    return Mine(agreement, version, [one for one in version.signers if one.person_id == actor.person])


def gone(db: Db, actor: Actor) -> AgreementVersion | None:
    """The version that a party had before them and that was taken back, or void; None while one is there to read."""
    if not READ.door(actor):
        return None
    rows = select(AgreementVersion).join(Agreement, Agreement.id == AgreementVersion.agreement_id)
    rows = rows.join(Paper, Paper.id == AgreementVersion.paper_id).where(Paper.frozen_file_id.is_not(None))
    rows = rows.where(Agreement.matter_id == actor.scope, AgreementVersion.state.in_(("superseded", "voided")))
    last = db.scalar(rows.order_by(AgreementVersion.id.desc()).limit(1))
    return last if last is not None and WAIT.allows(db, actor, last) else None


def marks(version: AgreementVersion) -> list[Mark]:
    """The places of a version as R-01 asks for them."""
    return [Mark(signer.kind, signer.marked_at) for signer in version.signers]


def flags(matter: Matter) -> frozenset[str]:
    """Letters of the class flags of a matter; without a class there are none."""
    if matter.class_code is None:
        return frozenset()
    return frozenset(flag.name for flag in load().minor(matter.class_code).flags)


def signer(version: AgreementVersion, signer_id: uuid.UUID) -> Signer:
    """One place of this version."""
    found = next((one for one in version.signers if one.id == signer_id), None)
    if found is None:
        raise Refused(SHOW.name)
    return found


@dataclass(frozen=True)
class Duty:
    """One thing that somebody owes under an agreement in force. ``due_on`` None: no day was agreed."""

    party_from: uuid.UUID | None
    party_to: uuid.UUID | None
    text_zh: str
    amount_fen: int | None
    due_on: date | None
    how: str


def duties(db: Db, agreement: Agreement) -> list[Duty]:
    """What the terms in force ask of whom and by when: each instalment is a duty of its own, what is forbidden one
    without a day; what is only stated, of nobody, is none. Empty while the agreement is not in force."""
    if agreement.effective_at is None:
        return []
    start = agreement.effective_at.astimezone(ZoneInfo(db.info["settings"].zone)).date()
    return [duty for row in clauses(db, agreement) for duty in _duties(row, start)]


def _duties(row: AgreementClause, start: date) -> list[Duty]:
    if row.debtor_id is None:
        return []
    text, how = clause_text(clause_of(term_of(row, start))), row.how or ""
    if row.parts:
        return [Duty(row.debtor_id, row.creditor_id, text, part.amount_fen, part.due_on, how) for part in row.parts]
    return [Duty(row.debtor_id, row.creditor_id, text, row.amount_fen, _due(row, start), how)]


def _due(row: AgreementClause, start: date) -> date | None:
    """The first day is not counted (民法典 art.201)."""
    if row.within_days is not None:
        return start + timedelta(days=row.within_days)
    return start if row.at_once else row.due_on


def party_names(db: Db, matter_id: uuid.UUID) -> list[tuple[str, str]]:
    """The parties as choices: id and name."""
    return [(party.id.hex, party.person.name) for party in cases.parties(db, matter_id)]


def parties_of(db: Db, matter_id: uuid.UUID) -> dict[str, Party]:
    """The parties by the value of such a choice."""
    return {party.id.hex: party for party in cases.parties(db, matter_id)}
