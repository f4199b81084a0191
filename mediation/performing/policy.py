"""Who reads what can be done about a broken promise: those who stand in the matter."""

from mediation.cases.models import MediationCase
from mediation.consents.policy import came_with_code
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission
from portal.matters.models import Matter
from portal.matters.queries import role_in
from portal.matters.rules import SPEAKING


def _stands(db: Db, actor: Actor, case: MediationCase) -> bool:
    return case.state == "breached" and bool(role_in(db, actor, db.get_one(Matter, case.matter_id)) & SPEAKING)


BREACH = Permission("breach.read", came_with_code, _stands)
