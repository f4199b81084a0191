"""Who triages and assigns: the desk of the matter's centre, until a committee has it."""

from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role
from portal.matters.models import Matter
from portal.matters.queries import role_in


def _desk_of(db: Db, actor: Actor, matter: Matter) -> bool:
    return actor.has("clerk", "dispatcher", organisation=matter.center_id) and "desk" in role_in(db, actor, matter)


TRIAGE = Permission("dispatch.triage", role("clerk", "dispatcher"), _desk_of)
ASSIGN = Permission("dispatch.assign", role("clerk", "dispatcher"), _desk_of)
