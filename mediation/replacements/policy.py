"""Who asks for another mediator, who names one, and for whom a file waits until they have said that they may.

The parties' requests are not for the mediator whom they concern, also not in another office of that person.
"""

import uuid

from sqlalchemy import Select, exists, select

from mediation.cases.models import MediationCase
from mediation.cases.policy import READ
from mediation.consents.policy import came_with_code
from mediation.replacements.models import MediatorRequest, Nomination, Vacancy
from mediation.replacements.rules import REPLACEABLE, shuts_the_desk
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role
from portal.matters.models import Matter
from portal.matters.policy import at_window
from portal.matters.queries import role_in
from portal.matters.rules import SPEAKING


def nominated(actor: Actor) -> Select[uuid.UUID]:
    """The mediations that wait for the actor's statement, ids only."""
    waits = select(Nomination.case_id).where(Nomination.mediator_id == actor.account, Nomination.answer == "pending")
    return waits.where(Nomination.committee_id.in_(actor.organisations("mediator")))


def vacancy_of(db: Db, case: MediationCase) -> Vacancy | None:
    """The seat that is empty now."""
    if case.vacant_since is None:
        return None
    return db.scalar(select(Vacancy).where(Vacancy.case_id == case.id, Vacancy.filled_at.is_(None)))


def _asks(db: Db, actor: Actor, case: MediationCase) -> bool:
    matter = db.get_one(Matter, case.matter_id)
    open_now = case.state in REPLACEABLE and case.vacant_since is None
    return open_now and bool(role_in(db, actor, matter) & SPEAKING)


def _names(db: Db, actor: Actor, case: MediationCase) -> bool:
    vacancy = vacancy_of(db, case)
    if actor.account == case.mediator_id and (vacancy is None or shuts_the_desk(vacancy.ground)):
        return False
    if actor.has("committee_head", organisation=case.committee_id) and READ.allows(db, actor, case):
        return True
    if not actor.has("dispatcher", organisation=case.center_id) or (vacancy is None and not _asked(db, case)):
        return False
    return at_window(db, actor, db.get_one(Matter, case.matter_id))


def _asked(db: Db, case: MediationCase) -> bool:
    waits = exists().where(MediatorRequest.case_id == case.id, MediatorRequest.answered_at.is_(None))
    return bool(db.scalar(select(waits)))


ASK = Permission("mediation.ask", came_with_code, _asks)
NAME = Permission("mediation.name", role("committee_head", "dispatcher"), _names)
