"""Ending one's own sign-ins elsewhere."""

import uuid

from portal.accounts.devices import queries
from portal.accounts.devices.policy import DEVICES
from portal.accounts.sessions.services import end_session
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.policy import Actor, require


def end_one(db: Db, actor: Actor, session_id: uuid.UUID) -> None:
    """End one of them."""
    row = queries.get(db, actor, session_id)
    require(db, actor, DEVICES, row)
    end_session(db, row.id)
    audit.record(db, actor, "session.ended", row)


def end_others(db: Db, actor: Actor) -> None:
    """End all but this one."""
    for row in db.scalars(queries.visible_to(actor)):
        if row.id != actor.session:
            require(db, actor, DEVICES, row)
            end_session(db, row.id)
            audit.record(db, actor, "session.ended", row)
