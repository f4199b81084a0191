"""The mediation to which a party may be added."""

import uuid

from mediation.cases.models import MediationCase
from mediation.joining.policy import JOIN
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused


def get(db: Db, actor: Actor, case_id: uuid.UUID) -> MediationCase:
    """For its mediator and the desk of its centre; Refused otherwise."""
    case = db.get(MediationCase, case_id)
    if case is None or case.state == "returned" or not JOIN.allows(db, actor, case):
        raise Refused(JOIN.name)
    return case
