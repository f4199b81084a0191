"""Who states whether they have an interest: the mediator to whom the matter was just given, or who is to take over."""

from mediation.cases.models import MediationCase
from mediation.cases.policy import is_mediator
from mediation.replacements.queries import waiting
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role


def _was_given(db: Db, actor: Actor, case: MediationCase) -> bool:
    given = case.state == "assigned" and is_mediator(actor, case.mediator_id, case.committee_id)
    return given or waiting(db, actor, case) is not None


DECLARE = Permission("mediation.declare", role("mediator"), _was_given)
