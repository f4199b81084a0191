"""Who calls people in: this case's mediator or the head of the committee. All else is the mediator's alone (R-08)."""

from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE, READ
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role


def _convenes(db: Db, actor: Actor, case: MediationCase) -> bool:
    if MEDIATE.allows(db, actor, case):
        return True
    heads = actor.has("committee_head", organisation=case.committee_id) and actor.account != case.mediator_id
    return heads and case.vacant_since is None and READ.allows(db, actor, case)


CONVENE = Permission("mediation.convene", role("mediator", "committee_head"), _convenes)
