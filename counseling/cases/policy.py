"""Who may open a case: the counsellor who sees to it, for as long as they are one, and no other colleague."""

from counseling.cases.models import Case
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role

ROLE = "counsellor"


def is_counsellor(actor: Actor, case: Case) -> bool:
    """The role is asked anew with each request: whoever leaves is out at once."""
    if actor.account is None or case.counsellor != actor.account:
        return False
    return actor.has(ROLE, organisation=case.center_id)


def _sees_to_it(_db: Db, actor: Actor, case: Case) -> bool:
    return case.state == "open" and is_counsellor(actor, case)


CASE = Permission("visit.see_to", role(ROLE), _sees_to_it)
