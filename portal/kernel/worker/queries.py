"""The dead-letter list, and which workers are alive."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, false, func, select

from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import OutboxRow
from portal.kernel.policy import Actor, Refused
from portal.kernel.worker.models import SILENCE, WorkerBeat
from portal.kernel.worker.policy import FAILED

PAGE = 50


def visible_to(actor: Actor) -> Select[OutboxRow]:
    """Dead letters, for those who may care for them."""
    dead = select(OutboxRow).where(OutboxRow.done_at.is_(None), OutboxRow.dead_at.is_not(None))
    return dead if FAILED.door(actor) else dead.where(false())


def get(db: Db, actor: Actor, row_id: uuid.UUID) -> OutboxRow:
    """One dead letter."""
    row = db.scalar(visible_to(actor).where(OutboxRow.id == row_id))
    if row is None:
        raise Refused(FAILED.name)
    return row


def page_of(db: Db, actor: Actor, after: uuid.UUID | None) -> Sequence[OutboxRow]:
    """Up to a page and one row more, newest first."""
    rows = visible_to(actor).order_by(OutboxRow.id.desc()).limit(PAGE + 1)
    return db.scalars(rows.where(OutboxRow.id < after) if after else rows).all()


def count_dead(db: Db, actor: Actor) -> int:
    """For the menu: how many there are, up to 100."""
    some = visible_to(actor).with_only_columns(OutboxRow.id).limit(100).subquery()
    return db.scalar(select(func.count()).select_from(some)) or 0


def dead_by_kind(db: Db) -> Sequence[tuple[str, int]]:
    """For the operator: which work failed for good, and how often."""
    dead = select(OutboxRow.kind, func.count()).where(OutboxRow.done_at.is_(None), OutboxRow.dead_at.is_not(None))
    return db.execute(dead.group_by(OutboxRow.kind).order_by(OutboxRow.kind)).all()


def last_beat(db: Db) -> datetime | None:
    """When a worker last gave a sign of life."""
    return db.scalar(select(func.max(WorkerBeat.beat_at)))


def alive(db: Db) -> bool:
    """Whether a worker has given a sign of life lately."""
    beat = last_beat(db)
    return beat is not None and beat > clock.now() - SILENCE
