"""A kept case belongs to the account that keeps it."""

from portal.accounts.models import KeptCase
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission


def _resident(actor: Actor) -> bool:
    return actor.account is not None and not actor.is_staff


def _own(_db: Db, actor: Actor, case: KeptCase) -> bool:
    return case.account_id == actor.account


KEPT = Permission("account.case", _resident, _own)
