"""Who adds a party: the mediator of the case, or the desk of the centre that registered it."""

from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role
from portal.matters.models import Matter
from portal.matters.queries import role_in

DESK = ("clerk", "dispatcher")


def at_desk(db: Db, actor: Actor, case: MediationCase) -> bool:
    """Whether the actor stands behind the centre's desk and sees the matter."""
    here = actor.has(*DESK, organisation=case.center_id)
    return here and "desk" in role_in(db, actor, db.get_one(Matter, case.matter_id))


def _joins(db: Db, actor: Actor, case: MediationCase) -> bool:
    return MEDIATE.allows(db, actor, case) or at_desk(db, actor, case)


JOIN = Permission("mediation.join", role("mediator", *DESK), _joins)
