"""Marking as read. No audit line: it changes nothing for anybody else."""

import uuid

from sqlalchemy import update

from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, require
from portal.notices.bell import queries
from portal.notices.bell.policy import READ
from portal.notices.models import Notice


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
