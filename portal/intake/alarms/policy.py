"""Who answers alarms: everybody at the centre's desk, the duty roster first. Who raises one: all who work on it."""

from portal.intake.alarms.models import Alarm
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role
from portal.matters.models import Matter
from portal.matters.policy import LISTING, SHOW

DESK = ("duty", "clerk", "dispatcher", "centre_head")


def _same_centre(_db: Db, actor: Actor, alarm: Alarm) -> bool:
    return actor.has(*DESK, organisation=alarm.center_id)


def _works_on(db: Db, actor: Actor, matter: Matter) -> bool:
    return SHOW.allows(db, actor, matter)


ANSWER = Permission("alarm.answer", role(*DESK), _same_centre)
WARN = Permission("alarm.raise", role(*LISTING), _works_on)
