"""Who opens the file of a mediation, and who acts as its mediator (R-08).

The mediator has no involvement before the statement of no interest, so the file does not exist for them until then.
"""

import uuid
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, false, literal, or_, select

from mediation.cases.models import MediationCase
from portal.kernel.db import Db, remembered
from portal.kernel.policy import Actor, Permission, role
from portal.matters.holding import ACTORS, held_by
from portal.matters.models import Involvement, Matter

HEADS = ("committee_head", "secretary")
STAFF = ("mediator", *HEADS)


@lru_cache(maxsize=ACTORS)
def opens(actor: Actor) -> ColumnElement[bool]:
    """The condition on ``MediationCase`` under which the actor opens the file."""
    here = and_(Involvement.matter_id == MediationCase.matter_id, Matter.id == Involvement.matter_id)
    held = and_(here, held_by(actor))
    own = _there(held, Involvement.capacity == "mediator", Involvement.account_id == actor.account)
    desk = _there(held, Involvement.capacity == "committee", Involvement.organisation_id == MediationCase.committee_id)
    ways: list[ColumnElement[bool]] = [false()]
    if actor.account is not None and actor.organisations("mediator"):
        ways.append(and_(_mine(actor), own))
    if committees := actor.organisations(*HEADS):
        ways.append(and_(MediationCase.committee_id.in_(committees), desk))
    return and_(MediationCase.state != "returned", or_(*ways))


def _there(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is such an involvement. Not EXISTS: PostgreSQL flattens that into a join and, misjudging it, reads
    a committee's whole history; a scalar subquery is asked per row of the page."""
    return select(literal(1)).where(*conditions).limit(1).correlate(MediationCase).scalar_subquery().is_not(None)


def _mine(actor: Actor) -> ColumnElement[bool]:
    """Only the role 'mediator' in this very committee makes a mediator, whatever other roles somebody holds (R-08)."""
    committees = actor.organisations("mediator")
    return and_(MediationCase.mediator_id == actor.account, MediationCase.committee_id.in_(committees))


def _opens(db: Db, actor: Actor, case: MediationCase) -> bool:
    def ask() -> uuid.UUID | None:
        return db.scalar(select(MediationCase.id).where(MediationCase.id == case.id, opens(actor)))

    return remembered(db, ("opens", actor, case.id), ask) is not None


def is_mediator(actor: Actor, mediator_id: uuid.UUID, committee_id: uuid.UUID) -> bool:
    """Whether the actor is this mediator of this committee now (R-08)."""
    return actor.account == mediator_id and actor.has("mediator", organisation=committee_id)


def _mediates(db: Db, actor: Actor, case: MediationCase) -> bool:
    own = case.vacant_since is None and is_mediator(actor, case.mediator_id, case.committee_id)
    return own and _opens(db, actor, case)


def _ends(db: Db, actor: Actor, case: MediationCase) -> bool:
    if actor.has("committee_head", organisation=case.committee_id):
        return _opens(db, actor, case)
    return _mediates(db, actor, case)


DOCKET = Permission("mediation.docket", role(*STAFF))
READ = Permission("mediation.read", role(*STAFF), _opens)
MEDIATE = Permission("mediation.mediate", role("mediator"), _mediates)
END = Permission("mediation.end", role("mediator", "committee_head"), _ends)
