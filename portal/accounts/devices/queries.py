"""One's own sign-ins that still hold."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, false, or_, select

from portal.accounts.models import AccessSession
from portal.accounts.sessions.rules import LIVES
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused


def visible_to(actor: Actor) -> Select[AccessSession]:
    """The sign-ins of this account and the visits it opened; or those of this person in this matter."""
    found = select(AccessSession).where(AccessSession.ended_at.is_(None))
    if actor.account is not None:
        return found.where(or_(AccessSession.account_id == actor.account, AccessSession.opened_by == actor.account))
    if actor.person is not None:
        return found.where(AccessSession.person_id == actor.person, AccessSession.scope == actor.scope)
    return found.where(false())


def mine(db: Db, actor: Actor) -> Sequence[AccessSession]:
    """Those that still hold, the last used first."""
    now = clock.now()
    kind = "staff" if actor.is_staff else "resident" if actor.account else "visit"
    found = visible_to(actor).where(AccessSession.expires_at > now)
    idle = LIVES[kind].idle
    if idle is not None:
        found = found.where(AccessSession.last_seen_at > now - idle)
    return db.scalars(found.order_by(AccessSession.last_seen_at.desc(), AccessSession.id.desc()).limit(50)).all()


def get(db: Db, actor: Actor, session_id: uuid.UUID) -> AccessSession:
    """One of one's own; of anybody else's: Refused."""
    row = db.scalar(visible_to(actor).where(AccessSession.id == session_id))
    if row is None:
        raise Refused
    return row
