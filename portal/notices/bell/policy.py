"""Everybody reads under their own bell, and nobody else does."""

from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, signed_in
from portal.notices.models import Notice


def _own(_db: Db, actor: Actor, notice: Notice) -> bool:
    if notice.account_id is not None:
        return notice.account_id == actor.account and (bool(actor.grants) or notice.matter_id is None)
    if notice.person_id is None or notice.person_id != actor.person:
        return False
    return actor.scope is None or notice.matter_id in (None, actor.scope)


READ = Permission("notices.read", signed_in, _own)
