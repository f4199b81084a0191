"""Who closes a file: the committee that had it, or the centre's clerk where no committee ever took it."""

from sqlalchemy import select

from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role
from portal.matters.models import Involvement, Matter
from portal.matters.policy import at_window, standing_in

KEEPERS = ("secretary", "committee_head", "clerk")
"""The secretary is the 立卷人; a small committee may have none, then its head."""
BY_THE_DESK = ("declined", "transferred")
"""How a matter ends that nobody but the desk has worked on."""


def _keeps(db: Db, actor: Actor, matter: Matter) -> bool:
    if standing_in(db, actor, matter).is_one_of({"committee"}):
        return True
    clerk = actor.has("clerk", organisation=matter.center_id)
    return clerk and _by_the_desk(db, matter) and at_window(db, actor, matter)


def _by_the_desk(db: Db, matter: Matter) -> bool:
    """Also what the applicants withdrew before a committee had it."""
    if matter.close_kind != "procedural":
        return matter.close_kind in BY_THE_DESK
    seat = select(Involvement.id).where(Involvement.matter_id == matter.id, Involvement.capacity == "committee")
    return db.scalar(seat.where(Involvement.until.is_(None)).limit(1)) is None


ARCHIVE = Permission("volume.close", role(*KEEPERS), _keeps)
