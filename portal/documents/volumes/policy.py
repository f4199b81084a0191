"""Who closes a file: the secretary of the committee (立卷人), or the clerk of the centre that registered it."""

from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role
from portal.matters.models import Matter
from portal.matters.policy import standing_in

KEEPERS = ("secretary", "clerk")


def _keeps(db: Db, actor: Actor, matter: Matter) -> bool:
    return standing_in(db, actor, matter).is_one_of({"desk", "committee"})


ARCHIVE = Permission("volume.close", role(*KEEPERS), _keeps)
