"""Who keeps the roster: the desk of the centre, for its own."""

from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role
from portal.teams.roster.models import RosterEntry

KEEPERS = ("clerk", "dispatcher")


def _at_its_desk(_db: Db, actor: Actor, entry: RosterEntry) -> bool:
    return entry.removed_at is None and actor.has(*KEEPERS, organisation=entry.center_id)


KEEP = Permission("roster.keep", role(*KEEPERS), _at_its_desk)
