"""One's own notices, newest first, and how many are unread."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, and_, false, func, or_, select

from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused
from portal.notices.bell.policy import READ
from portal.notices.models import Notice

PAGE = 30
MANY = 100
"""Unread notices are counted up to here."""


def visible_to(actor: Actor) -> Select[Notice]:
    """What is for this person or account; someone who came with a case code sees what belongs to that case,
    and whoever works nowhere any more nothing of what they worked on."""
    own = []
    if actor.account is not None:
        mine = Notice.account_id == actor.account
        own.append(mine if actor.grants else and_(mine, Notice.matter_id.is_(None)))
    if actor.person is not None:
        here = (
            or_(Notice.matter_id.is_(None), Notice.matter_id == actor.scope) if actor.scope else Notice.id.is_not(None)
        )
        own.append(and_(Notice.person_id == actor.person, here))
    return select(Notice).where(or_(*own) if own else false())


def get(db: Db, actor: Actor, notice_id: uuid.UUID) -> Notice:
    """One of one's own."""
    notice = db.scalar(visible_to(actor).where(Notice.id == notice_id))
    if notice is None:
        raise Refused(READ.name)
    return notice


def page_of(db: Db, actor: Actor, after: uuid.UUID | None) -> Sequence[Notice]:
    """Up to a page and one more, newest first."""
    mine = visible_to(actor).order_by(Notice.id.desc()).limit(PAGE + 1)
    return db.scalars(mine.where(Notice.id < after) if after else mine).all()


def unread(db: Db, actor: Actor) -> int:
    """How many are unread, up to MANY."""
    some = visible_to(actor).where(Notice.read_at.is_(None)).with_only_columns(Notice.id).limit(MANY).subquery()
    return db.scalar(select(func.count()).select_from(some)) or 0
