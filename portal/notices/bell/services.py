"""Marking as read, and closing ways that lead nowhere any more. No audit line: it changes nothing for anybody else."""

import uuid

from sqlalchemy import select, update

from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, require
from portal.notices.bell import queries
from portal.notices.bell.policy import READ
from portal.notices.models import Notice

CLOSED = "closed"
"""Among the values of a notice: its way is closed."""


def mark_read(db: Db, actor: Actor, notice_id: uuid.UUID) -> Notice:
    """One has been read; the first time counts."""
    notice = queries.get(db, actor, notice_id)
    require(db, actor, READ, notice)
    notice.read_at = notice.read_at or clock.now()
    return notice


def mark_all_read(db: Db, actor: Actor) -> None:
    """All that are unread now."""
    mine = queries.visible_to(actor).where(Notice.read_at.is_(None)).with_only_columns(Notice.id)
    db.execute(update(Notice).where(Notice.id.in_(mine)).values(read_at=clock.now()))


def close_ways(db: Db, account_id: uuid.UUID, matter_id: uuid.UUID) -> None:
    """This account does not open the matter any more: what it was told stays, without a link."""
    told = select(Notice).where(Notice.account_id == account_id, Notice.matter_id == matter_id)
    for notice in db.scalars(told):
        notice.params = {**notice.params, CLOSED: True}
