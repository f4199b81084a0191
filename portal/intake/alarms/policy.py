"""Who answers alarms: everybody at the centre's desk, the duty roster first."""

from portal.intake.alarms.models import Alarm
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role

DESK = ("duty", "clerk", "dispatcher", "centre_head")


def _same_centre(_db: Db, actor: Actor, alarm: Alarm) -> bool:
    return actor.has(*DESK, organisation=alarm.center_id)


ANSWER = Permission("alarm.answer", role(*DESK), _same_centre)
