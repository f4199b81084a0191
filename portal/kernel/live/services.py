"""Announcing news in the transaction that makes it, and forgetting old announcements."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.db.database import after_commit
from portal.kernel.live.models import LiveRow
from portal.kernel.outbox import Job

KEPT = timedelta(hours=1)
OVERLAP = 500
"""On PostgreSQL a lower id may commit after a higher one: the pump looks this far back and skips what it has seen."""


def announce(db: Db, channel: str, number: int) -> None:
    """Tell all open pages of a channel, once this transaction has committed."""
    db.add(LiveRow(channel=channel, number=number, at=clock.now()))
    after_commit(db, db.info.get("live_wake", _nobody))


def _nobody() -> None:
    """No pump in this process: the web's own looks by itself."""


def newest(db: Db) -> int:
    """The last id there is."""
    return db.scalar(select(func.max(LiveRow.id))) or 0


def since(db: Db, last: int) -> list[tuple[int, str, int]]:
    """(id, channel, number) of rows after ``last`` less the overlap, in order."""
    found = select(LiveRow.id, LiveRow.channel, LiveRow.number).where(LiveRow.id > last - OVERLAP)
    return [(row.id, row.channel, row.number) for row in db.execute(found.order_by(LiveRow.id))]


def forget_old(job: Job) -> None:
    """Hourly: what was pushed an hour ago nobody waits for any more."""
    with job.database.writing() as db:
        db.execute(delete(LiveRow).where(LiveRow.at < clock.now() - KEPT))
