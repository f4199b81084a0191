"""An account's password is its holder's own."""

from portal.accounts.models import Account
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission


def _has_account(actor: Actor) -> bool:
    return actor.account is not None


def _own(_db: Db, actor: Actor, account: Account) -> bool:
    return actor.account == account.id


OWN = Permission("account.own", _has_account, _own)
