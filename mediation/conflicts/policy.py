"""Who states whether they have an interest: the mediator to whom the matter was just given, nobody else."""

from mediation.cases.models import MediationCase
from mediation.cases.policy import is_mediator
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role


def _was_given(_db: Db, actor: Actor, case: MediationCase) -> bool:
    return case.state == "assigned" and is_mediator(actor, case.mediator_id, case.committee_id)


DECLARE = Permission("mediation.declare", role("mediator"), _was_given)
