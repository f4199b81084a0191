"""What can be done about work that failed for good."""

import uuid

from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.db.database import after_commit
from portal.kernel.policy import Actor, require
from portal.kernel.worker import queries
from portal.kernel.worker.policy import FAILED


def try_again(db: Db, actor: Actor, row_id: uuid.UUID) -> None:
    """Give a dead letter all its attempts anew, at once."""
    row = queries.get(db, actor, row_id)
    require(db, actor, FAILED, row)
    row.dead_at, row.claimed_until, row.attempts, row.next_at = None, None, 0, clock.now()
    audit.record(db, actor, "worker.tried_again", row, ["dead_at", "attempts"])
    if "wake" in db.info:
        after_commit(db, db.info["wake"])
