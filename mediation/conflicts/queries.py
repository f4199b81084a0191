"""What a mediator may know before the statement: code, class and names, no more than comparing takes."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, false, func, select, union_all

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import is_mediator
from mediation.conflicts.policy import DECLARE
from mediation.replacements.policy import nominated
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, Refused
from portal.matters.models import Matter

MANY = 100


@dataclass(frozen=True)
class Card:
    """A matter whose file is still closed to its mediator."""

    id: uuid.UUID
    code: str
    class_code: str
    names: Sequence[str]
    assigned_at: datetime
    version: int


def visible_to(actor: Actor) -> Select[MediationCase]:
    """The mediations that wait for the actor's statement: just given to them, or to be taken over."""
    committees = actor.organisations("mediator")
    if actor.account is None or not committees:
        return select(MediationCase).where(false())
    given = select(MediationCase.id).where(MediationCase.mediator_id == actor.account)
    given = given.where(MediationCase.state == "assigned", MediationCase.committee_id.in_(committees))
    mine = MediationCase.id.in_(union_all(given, nominated(actor)))
    return select(MediationCase).where(mine, MediationCase.ended_at.is_(None))


def get(db: Db, actor: Actor, case_id: uuid.UUID) -> MediationCase:
    """One of them; Refused otherwise. Whoever has said it already and mediates stands before a stale page."""
    found = db.scalar(visible_to(actor).where(MediationCase.id == case_id)) if DECLARE.door(actor) else None
    if found is not None:
        return found
    case = cases.get(db, actor, case_id)
    if is_mediator(actor, case.mediator_id, case.committee_id):
        raise Conflict(_("您已经说明过了。"))
    raise Refused(DECLARE.name)


def cards(db: Db, actor: Actor) -> list[Card]:
    """All that wait, oldest first."""
    rows = visible_to(actor).join(Matter, Matter.id == MediationCase.matter_id)
    rows = rows.add_columns(Matter.code, Matter.class_code).order_by(MediationCase.id).limit(MANY)
    found: Sequence[Any] = db.execute(rows).all()
    names = cases.names(db, [row[0].matter_id for row in found])
    return [_card(row[0], row[1], row[2], names[row[0].matter_id]) for row in found]


def card(db: Db, case: MediationCase) -> Card:
    """The card of an assignment that was found through the gate."""
    code, class_code = db.execute(select(Matter.code, Matter.class_code).where(Matter.id == case.matter_id)).one()
    return _card(case, code, class_code, cases.names(db, [case.matter_id])[case.matter_id])


def _card(case: MediationCase, code: str, class_code: str | None, names: Sequence[str]) -> Card:
    return Card(case.id, code, class_code or "", names, case.assigned_at, case.version)


def count(db: Db, actor: Actor) -> int:
    """How many wait, for the rail."""
    some = visible_to(actor).with_only_columns(MediationCase.id).limit(MANY).subquery()
    return db.scalar(select(func.count()).select_from(some)) or 0
