"""Duties of a matter, for those who see the matter."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.followup.obligations.models import Obligation, ObligationAct
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused
from portal.matters import queries as matters
from portal.matters.models import Matter, Party


def of_matter(db: Db, matter: Matter) -> Sequence[Obligation]:
    """All, by day; the matter itself was loaded through its gate."""
    people = joinedload(Obligation.debtor).joinedload(Party.person)
    others = joinedload(Obligation.creditor).joinedload(Party.person)
    found = select(Obligation).where(Obligation.matter_id == matter.id).options(people, others)
    return db.scalars(found.order_by(Obligation.due_on.is_(None), Obligation.due_on, Obligation.id)).all()


def get(db: Db, actor: Actor, obligation_id: uuid.UUID) -> Obligation:
    """One duty of a matter the actor sees, or Refused."""
    duty = db.get(Obligation, obligation_id)
    if duty is None:
        raise Refused
    matters.get(db, actor, duty.matter_id)
    return duty


def locked(db: Db, duty: Obligation) -> Obligation:
    """The row, held until the commit."""
    held = select(Obligation).where(Obligation.id == duty.id).with_for_update(of=Obligation)
    return db.scalars(held.execution_options(populate_existing=True)).one()


def said(db: Db, duties: Sequence[Obligation]) -> Mapping[uuid.UUID, list[ObligationAct]]:
    """What was said about each duty, oldest first; one query for all."""
    found = select(ObligationAct).where(ObligationAct.obligation_id.in_([duty.id for duty in duties]))
    by_duty: dict[uuid.UUID, list[ObligationAct]] = defaultdict(list)
    for act in db.scalars(found.order_by(ObligationAct.id)):
        by_duty[act.obligation_id].append(act)
    return by_duty


def unsettled_due(db: Db, day: date) -> Sequence[Obligation]:
    """Duties whose last day was this day and that nobody has settled."""
    return db.scalars(select(Obligation).where(Obligation.settled_at.is_(None), Obligation.due_on == day)).all()
