"""Requests, empty seats and nominations; whom a mediation may be given to, and who is not offered it again."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.replacements.models import MediatorRequest, Nomination, Vacancy
from mediation.replacements.policy import ASK, NAME, vacancy_of
from portal.accounts.grants.queries import holders
from portal.accounts.models import Account
from portal.directory.organisations.models import Organisation
from portal.directory.organisations.queries import committees
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused

Offer = list[tuple[Organisation, list[Account]]]


def to_name(db: Db, actor: Actor, case_id: uuid.UUID) -> MediationCase:
    """A mediation for which the actor may name somebody; Refused otherwise."""
    case = db.get(MediationCase, case_id)
    if case is None or case.state == "returned" or not NAME.allows(db, actor, case):
        raise Refused(NAME.name)
    return case


def askable(db: Db, actor: Actor) -> MediationCase:
    """The mediation in which somebody who came with a case code may ask for another mediator."""
    case = cases.of_matter(db, actor.scope) if ASK.door(actor) and actor.scope else None
    if case is None or not ASK.allows(db, actor, case):
        raise Refused(ASK.name)
    return case


def waiting(db: Db, actor: Actor, case: MediationCase) -> Nomination | None:
    """The actor's own nomination, while it waits for their statement."""
    rows = select(Nomination).where(Nomination.case_id == case.id, Nomination.answer == "pending")
    rows = rows.where(Nomination.committee_id.in_(actor.organisations("mediator")))
    return db.scalar(rows.where(Nomination.mediator_id == actor.account)) if case.ended_at is None else None


def requests(db: Db, case: MediationCase) -> Sequence[MediatorRequest]:
    """Those that wait for an answer, oldest first."""
    rows = select(MediatorRequest).where(MediatorRequest.case_id == case.id, MediatorRequest.answered_at.is_(None))
    return db.scalars(rows.order_by(MediatorRequest.id)).all()


def request(db: Db, case: MediationCase, request_id: uuid.UUID) -> MediatorRequest:
    """One of this mediation."""
    row = db.get(MediatorRequest, request_id)
    if row is None or row.case_id != case.id:
        raise Refused(NAME.name)
    return row


def own_request(db: Db, actor: Actor, case: MediationCase) -> MediatorRequest | None:
    """What the actor asked about the mediator there is now."""
    if actor.person is None:
        return None
    mine = [party.id for party in cases.spoken_for(db, case.matter_id, actor.person)]
    rows = select(MediatorRequest).where(MediatorRequest.case_id == case.id, MediatorRequest.party_id.in_(mine))
    rows = rows.where(MediatorRequest.mediator_id == case.mediator_id)
    return db.scalar(rows.order_by(MediatorRequest.id.desc()).limit(1))


def kept_out(db: Db, matter_id: uuid.UUID) -> set[uuid.UUID]:
    """Mediators who stepped back from this matter, or whom a party did not accept: they are not offered it again."""
    here = MediationCase.matter_id == matter_id
    gave_back = select(MediationCase.mediator_id).where(here, MediationCase.state == "returned")
    left = select(Vacancy.former_id).join(MediationCase, MediationCase.id == Vacancy.case_id)
    left = left.where(here, Vacancy.cause != "committee")
    declined = select(Nomination.mediator_id).join(MediationCase, MediationCase.id == Nomination.case_id)
    declined = declined.where(here, Nomination.answer == "no")
    return {account for rows in (gave_back, left, declined) for account in db.scalars(rows)}


def offered(db: Db, actor: Actor, case: MediationCase) -> Offer:
    """The head chooses within the committee, the centre among all; never who is out, nor a committee shut by them."""
    vacancy = vacancy_of(db, case)
    bodies: Sequence[Organisation] = [case.committee]
    if actor.has("dispatcher", organisation=case.center_id):
        bodies = committees(db, case.center_id)
    if vacancy is not None and vacancy.desk_shut:
        bodies = [body for body in bodies if body.id != case.committee_id]
    out = kept_out(db, case.matter_id) | {case.mediator_id}
    found = [(body, _can_end_well(db, body.id, out)) for body in bodies]
    return [(body, people) for body, people in found if people]


def colleagues(db: Db, case: MediationCase) -> list[Account]:
    """Whom a party may wish for: the other mediators of the committee."""
    out = kept_out(db, case.matter_id) | {case.mediator_id}
    return _can_end_well(db, case.committee_id, out)


def _can_end_well(db: Db, committee_id: uuid.UUID, out: Collection[uuid.UUID]) -> list[Account]:
    """Mediators of a committee whose agreement a head can seal: nobody seals their own mediation."""
    heads = {one.id for one in holders(db, "committee_head", committee_id)}
    return [one for one in holders(db, "mediator", committee_id) if one.id not in out and heads - {one.id}]
