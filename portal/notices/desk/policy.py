"""Who sees to deliveries: those who receive people at the centre."""

from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role
from portal.notices.models import Delivery

DESK = ("clerk", "dispatcher")


def _at_this_centre(_db: Db, actor: Actor, delivery: Delivery) -> bool:
    return delivery.center_id is None or delivery.center_id in actor.organisations(*DESK)


DELIVER = Permission("notices.deliver", role(*DESK), _at_this_centre)
