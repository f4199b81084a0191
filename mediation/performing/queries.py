"""Duties that are late, what was followed up, and what is open to whoever is owed."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from mediation.cases import clocks
from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.performing.models import FollowUp
from mediation.performing.policy import BREACH
from mediation.performing.rules import CONFIRMATION, Remedy, late, may_break, remedies
from portal.clocks.queries import of_subjects
from portal.followup.confirmations.queries import applied_at
from portal.followup.obligations import queries as ledger
from portal.followup.obligations.models import Obligation
from portal.followup.obligations.rules import SETTLED
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused


def late_ones(db: Db, case: MediationCase) -> list[Obligation]:
    """Past their day or disputed, and not settled."""
    today = clock.today(db.info["settings"].zone)
    return [one for one in ledger.of_matter(db, case.matter) if late(one.state, one.due_on, today)]


def late_one(db: Db, case: MediationCase, duty_id: uuid.UUID) -> Obligation:
    """One of them; Refused otherwise."""
    found = next((one for one in late_ones(db, case) if one.id == duty_id), None)
    if found is None:
        raise Refused
    return found


def follow_ups(db: Db, case: MediationCase) -> Sequence[FollowUp]:
    """What the mediator did about it, oldest first."""
    return db.scalars(select(FollowUp).where(FollowUp.case_id == case.id).order_by(FollowUp.id)).all()


def breakable(db: Db, case: MediationCase) -> bool:
    """Whether the mediator may say that the promise was not kept: each time on a duty that was followed up."""
    today = clock.today(db.info["settings"].zone)
    asked = {one.obligation_id for one in follow_ups(db, case)}
    duties = [(one.state, one.due_on) for one in late_ones(db, case) if one.id in asked]
    return case.state == "performing" and may_break(duties, today, followed_up=bool(asked))


def broken(db: Db, actor: Actor) -> MediationCase:
    """The mediation in which a promise was broken, for somebody who came with a case code; Refused otherwise."""
    case = cases.of_matter(db, actor.scope) if BREACH.door(actor) and actor.scope else None
    if case is None or not BREACH.allows(db, actor, case):
        raise Refused(BREACH.name)
    return case


def unsettled(db: Db, case: MediationCase) -> list[Obligation]:
    """What is still owed."""
    return [one for one in ledger.of_matter(db, case.matter) if one.state not in SETTLED]


def open_remedies(db: Db, case: MediationCase, duties: Sequence[Obligation]) -> tuple[list[Remedy], date | None]:
    """What whoever is owed these can do now, and the last day of judicial confirmation while it runs."""
    rows = of_subjects(db, "matter", [case.matter_id])[case.matter_id]
    last = next((row.last_day for row in rows if row.code == CONFIRMATION and row.due_at > clock.now()), None)
    true = {
        "confirm": last is not None,
        "confirmed": applied_at(db, case.matter) is not None,
        "money": any(duty.amount_fen for duty in duties),
        "labour": "labour" in clocks.facts(case.matter.class_code),
    }
    return remedies(name for name, holds in true.items() if holds), last
