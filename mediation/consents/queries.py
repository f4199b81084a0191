"""Who has been asked, who has agreed, and for whom somebody answers."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.consents.models import PartyConsent
from mediation.consents.policy import ANSWER
from mediation.consents.rules import Asked, Outcome, outcome
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused
from portal.matters.models import Party


@dataclass(frozen=True)
class Standing:
    """Somebody before the question: the mediation, the party for whom they answer, and what was said so far."""

    case: MediationCase
    party: Party
    consent: PartyConsent
    guardian: bool


def current(db: Db, case: MediationCase) -> Sequence[PartyConsent]:
    """What everybody who is still in the matter was asked in this round, in the order of registration."""
    people = joinedload(PartyConsent.party).joinedload(Party.person)
    rows = select(PartyConsent).join(PartyConsent.party).options(people)
    rows = rows.where(PartyConsent.case_id == case.id, PartyConsent.round == case.round, Party.left_at.is_(None))
    return db.scalars(rows.order_by(Party.position).execution_options(populate_existing=True)).all()


def asked(db: Db, case: MediationCase) -> list[Asked]:
    """Everybody who is still in the matter with their answer; whoever has not been asked yet has not answered."""
    answers = select(PartyConsent.answer).where(PartyConsent.case_id == case.id, PartyConsent.round == case.round)
    mine = answers.where(PartyConsent.party_id == Party.id).scalar_subquery()
    rows = select(Party.role, mine).where(Party.matter_id == case.matter_id, Party.left_at.is_(None))
    return [Asked(role, answer or "pending") for role, answer in db.execute(rows)]


def all_yes(db: Db, case: MediationCase) -> bool:
    """R-03: two sides, and everybody who is still in the matter has said yes in this round."""
    return outcome(asked(db, case)) is Outcome.ACCEPT


def of_party(db: Db, case: MediationCase, party_id: uuid.UUID) -> PartyConsent:
    """What one party was asked in this round; Refused if they were not."""
    found = select(PartyConsent).where(PartyConsent.case_id == case.id, PartyConsent.round == case.round)
    row = db.scalar(found.where(PartyConsent.party_id == party_id).options(joinedload(PartyConsent.party)))
    if row is None or row.party.left_at is not None:
        raise Refused(ANSWER.name)
    return row


def standing(db: Db, actor: Actor) -> Standing:
    """The question before somebody who came with a case code; Refused for everybody to whom none was put."""
    case = cases.of_matter(db, actor.scope) if ANSWER.door(actor) and actor.scope else None
    if case is None or actor.person is None:
        raise Refused(ANSWER.name)
    ids = [party.id for party in cases.spoken_for(db, case.matter_id, actor.person) if party.left_at is None]
    rows = [row for row in current(db, case) if row.party_id in ids and ANSWER.allows(db, actor, row)]
    if not rows:
        raise Refused(ANSWER.name)
    row = next((row for row in rows if row.answer in ("pending", "later")), rows[0])
    return Standing(case, row.party, row, row.party.person_id != actor.person)


def owes(db: Db, actor: Actor) -> bool:
    """Whether somebody still has a question to answer, be it for another ward of theirs."""
    before = standing(db, actor)
    return before.case.state == "consent_pending" and before.consent.answer in ("pending", "later")


def has_answered(db: Db, case: MediationCase, party_id: uuid.UUID) -> bool:
    """Whether a party has said anything yet, in whatever round."""
    rows = select(PartyConsent.id).where(PartyConsent.case_id == case.id, PartyConsent.party_id == party_id)
    return db.scalar(rows.where(PartyConsent.answer != "pending").limit(1)) is not None
