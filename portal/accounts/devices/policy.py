"""A sign-in belongs to whoever made it."""

from portal.accounts.models import AccessSession
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, signed_in


def _own(_db: Db, actor: Actor, session: AccessSession) -> bool:
    if actor.account is not None:
        return actor.account in (session.account_id, session.opened_by)
    return actor.person is not None and session.person_id == actor.person and session.scope == actor.scope


DEVICES = Permission("session.own", signed_in, _own)
