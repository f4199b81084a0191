"""What a mediator may know before the statement: code, class and names, no more than comparing takes."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, false, func, select, union_all

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import is_mediator
from mediation.conflicts.policy import DECLARE
from mediation.conflicts.rules import Known, hints
from mediation.replacements.policy import nominated
from portal.accounts.models import Account
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, Refused
from portal.matters.models import Involvement, Matter
from portal.matters.rules import SPEAKING

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


def hints_for(db: Db, case: MediationCase, mediator_id: uuid.UUID) -> list[tuple[str, str]]:
    """What the house sees by itself: same name, same phone, the account is in the matter as a party."""
    account = db.get_one(Account, mediator_id)
    people = [party.person for party in cases.parties(db, case.matter_id)]
    return hints(
        Known(account.display_name, account.phone_mac),
        [Known(person.name, person.phone_mac) for person in people],
        is_party=is_party(db, case, mediator_id),
    )


def is_party(db: Db, case: MediationCase, mediator_id: uuid.UUID) -> bool:
    """Whether the mediator's own account stands on a side of this matter."""
    stands = exists().where(
        Involvement.matter_id == case.matter_id,
        Involvement.account_id == mediator_id,
        Involvement.capacity.in_(SPEAKING),
    )
    return bool(db.scalar(select(stands)))
