"""Announcing news in the transaction that makes it, and forgetting old announcements."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, select

from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.db.database import after_commit
from portal.kernel.live.models import LiveRow
from portal.kernel.live.place import Place, Row
from portal.kernel.outbox import Job

KEPT = timedelta(hours=1)


def announce(db: Db, channel: str, number: int) -> None:
    """Tell all open pages of a channel, once this transaction has committed."""
    db.add(LiveRow(channel=channel, number=number, at=clock.now()))
    after_commit(db, db.info.get("live_wake", _nobody))


def _nobody() -> None:
    """No pump in this process: the web's own looks by itself."""


def newest(db: Db) -> int:
    """The last id there is."""
    return db.scalar(select(func.max(LiveRow.id))) or 0


def since(db: Db, place: Place) -> Sequence[Row]:
    """(id, channel, number) of the rows that a pump at this place has not read, in order."""
    new = LiveRow.id > place.last
    if place.missing:
        new |= LiveRow.id.in_(place.missing)
    found = db.execute(select(LiveRow.id, LiveRow.channel, LiveRow.number).where(new).order_by(LiveRow.id))
    return [(row.id, row.channel, row.number) for row in found]


def forget_old(job: Job) -> None:
    """Hourly: what was pushed an hour ago nobody waits for any more."""
    with job.database.writing() as db:
        db.execute(delete(LiveRow).where(LiveRow.at < clock.now() - KEPT))
