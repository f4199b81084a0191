"""Finding evidence: as far as its owner and its visibility let the actor see."""

import uuid
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused
from portal.matters.holding import ACTORS, counted_among, held_by
from portal.matters.models import Evidence, Involvement, Matter, Party
from portal.matters.policy import SEE_EVIDENCE
from portal.matters.rules import HANDLING, SPEAKING


@lru_cache(maxsize=ACTORS)
def visible_to(actor: Actor) -> Select[Evidence]:
    """The evidence the actor may see; says in SQL what ``policy._sees`` says of one row."""
    owner = aliased(Party)
    held = (Involvement.matter_id == Evidence.matter_id, Matter.id == Involvement.matter_id)

    def stands(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists().where(*held, held_by(actor), *conditions).correlate(Evidence, owner)

    handles = stands(counted_among(HANDLING))
    on_a_side = stands(Involvement.capacity.in_(SPEAKING | {"team"}))
    ways = (
        stands(Involvement.capacity == "party", Involvement.person_id == owner.person_id),
        stands(Involvement.capacity.in_(("agent", "guardian")), Involvement.side == owner.side),
        and_(Evidence.party_id.is_(None), handles),
        and_(Evidence.visibility != "mine", handles),
        and_(Evidence.visibility == "joint", on_a_side),
    )
    return select(Evidence).outerjoin(owner, owner.id == Evidence.party_id).where(or_(*ways))


def get(db: Db, actor: Actor, evidence_id: uuid.UUID) -> Evidence:
    """A piece of evidence the actor may see; Refused otherwise."""
    wanted = visible_to(actor).where(Evidence.id == evidence_id) if SEE_EVIDENCE.door(actor) else None
    found = db.scalar(wanted) if wanted is not None else None
    if found is None:
        raise Refused(SEE_EVIDENCE.name)
    return found


def listed(db: Db, actor: Actor, matter: Matter) -> Sequence[Evidence]:
    """What of this matter's evidence the actor may see, oldest first, with files and owners."""
    shown = visible_to(actor).where(Evidence.matter_id == matter.id).order_by(Evidence.id)
    shown = shown.options(joinedload(Evidence.file), joinedload(Evidence.party).joinedload(Party.person))
    pieces = db.scalars(shown).all()
    if any(piece.caption_sealed for piece in pieces):
        audit.note(db, actor, "evidence.listed", matter, ["caption"])
    return pieces


def count(db: Db, actor: Actor, matter: Matter) -> int:
    """How many of them."""
    shown = visible_to(actor).where(Evidence.matter_id == matter.id).subquery()
    return db.scalars(select(func.count()).select_from(shown)).one()
