"""Who triages and assigns: the desk of the centre that holds the matter."""

from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role
from portal.matters.models import Matter


def _desk_of(_db: Db, actor: Actor, matter: Matter) -> bool:
    return actor.has("clerk", "dispatcher", organisation=matter.center_id)


TRIAGE = Permission("dispatch.triage", role("clerk", "dispatcher"), _desk_of)
ASSIGN = Permission("dispatch.assign", role("clerk", "dispatcher"), _desk_of)
