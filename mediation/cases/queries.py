"""Finding mediations: the docket, one file, and the mediation of a matter."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from mediation.cases.models import MediationCase
from mediation.cases.policy import READ, opens
from portal.accounts.models import Account
from portal.kernel.db import Db, remembered
from portal.kernel.policy import Actor, Refused
from portal.matters.models import Involvement, Party
from portal.matters.speaking import spoken_for
from portal.people.persons.models import Guardianship
from portal.people.persons.queries import speakers

__all__ = [
    "committee_seats",
    "get",
    "locked",
    "names",
    "of_matter",
    "page_of",
    "parties",
    "seats_of",
    "speakers",
    "spoken_for",
    "visible_to",
]

PAGE = 30
_MEDIATOR = joinedload(MediationCase.mediator).lazyload(Account.grants)
"""By name; what else they may do is another question."""


def visible_to(actor: Actor) -> Select[MediationCase]:
    """The mediations whose file the actor opens."""
    return select(MediationCase).where(opens(actor))


def get(db: Db, actor: Actor, case_id: uuid.UUID) -> MediationCase:
    """One of them; Refused otherwise."""
    found = visible_to(actor).where(MediationCase.id == case_id).options(
        joinedload(MediationCase.matter), joinedload(MediationCase.committee), _MEDIATOR
    )  # fmt: skip
    case = db.scalar(found) if READ.door(actor) else None
    if case is None:
        raise Refused(READ.name)
    return case


def of_matter(db: Db, matter_id: uuid.UUID) -> MediationCase | None:
    """The mediation of a matter that runs or ran last; no right follows from it. A returned one never counts."""
    found = select(MediationCase).where(MediationCase.matter_id == matter_id, MediationCase.state != "returned")
    newest = found.options(_MEDIATOR).order_by(MediationCase.id.desc()).limit(1)
    return remembered(db, ("case of", matter_id), lambda: db.scalar(newest))


def locked(db: Db, case_id: uuid.UUID) -> MediationCase:
    """The row, held until the commit: whoever changes a mediation comes here first, one after the other."""
    held = select(MediationCase).where(MediationCase.id == case_id).with_for_update(of=MediationCase)
    return db.scalars(held.execution_options(populate_existing=True)).one()


def page_of(db: Db, actor: Actor, state: str | None, after: uuid.UUID | None) -> Sequence[MediationCase]:
    """Up to a page and one more, newest first, each with its matter."""
    rows = visible_to(actor).join(MediationCase.matter).options(contains_eager(MediationCase.matter))
    if state is not None:
        rows = rows.where(MediationCase.state == state)
    if after is not None:
        rows = rows.where(MediationCase.id < after)
    return db.scalars(rows.order_by(MediationCase.id.desc()).limit(PAGE + 1)).all()


def parties(db: Db, matter_id: uuid.UUID) -> Sequence[Party]:
    """Who is still in the matter, in the order of registration, each with their person."""
    return [party for party in ever(db, matter_id) if party.left_at is None]


def ever(db: Db, matter_id: uuid.UUID) -> Sequence[Party]:
    """Who is or was in the matter, in the order of registration, each with their person."""
    rows = select(Party).where(Party.matter_id == matter_id)
    return db.scalars(rows.options(joinedload(Party.person)).order_by(Party.position)).all()


def committee_seats(db: Db, case: MediationCase) -> Sequence[Involvement]:
    """What lets the committee's desk see the matter."""
    rows = select(Involvement).where(Involvement.matter_id == case.matter_id, Involvement.until.is_(None))
    rows = rows.where(Involvement.capacity == "committee", Involvement.organisation_id == case.committee_id)
    return db.scalars(rows).all()


def seats_of(db: Db, matter_id: uuid.UUID, party: Party) -> Sequence[Involvement]:
    """What lets a party see the matter, and their guardian unless somebody else on that side is still in."""
    rows = select(Involvement).where(Involvement.matter_id == matter_id, Involvement.until.is_(None))
    own = and_(Involvement.person_id == party.person_id, Involvement.capacity == "party")
    guardians = select(Guardianship.guardian_id).where(Guardianship.ward_id == party.person_id)
    speaks = and_(Involvement.capacity == "guardian", Involvement.person_id.in_(guardians))
    beside = any(one.side == party.side and one.id != party.id for one in parties(db, matter_id))
    return db.scalars(rows.where(own if beside else or_(own, and_(speaks, Involvement.side == party.side)))).all()


def names(db: Db, matter_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, list[str]]:
    """The parties' names by matter."""
    rows = select(Party).where(Party.matter_id.in_(matter_ids)).options(joinedload(Party.person))
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for party in db.scalars(rows.order_by(Party.matter_id, Party.position)):
        found[party.matter_id].append(party.person.name)
    return found
