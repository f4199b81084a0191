"""Which of many sign-ins still hold: asked for open sockets at every push, in one query."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from portal.accounts.models import AccessSession, Account
from portal.kernel import clock
from portal.kernel.db import Db


def alive(db: Db, sessions: Sequence[uuid.UUID | None]) -> set[uuid.UUID]:
    """Those that have neither ended nor run out, and whose account is not shut."""
    ids = [session for session in sessions if session is not None]
    if not ids:
        return set()
    found = select(AccessSession.id).outerjoin(Account, Account.id == AccessSession.account_id)
    found = found.where(AccessSession.id.in_(ids), AccessSession.ended_at.is_(None))
    found = found.where(AccessSession.expires_at > clock.now(), Account.disabled_at.is_(None))
    return set(db.scalars(found))
