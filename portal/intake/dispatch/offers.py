"""Who is not offered a matter any more: upper floors know who stepped back from it."""

import uuid
from collections.abc import Callable, Collection

from portal.kernel.db import Db

KeptOut = Callable[[Db, uuid.UUID], Collection[uuid.UUID]]

_asked: list[KeptOut] = []


def keep_out(accounts: KeptOut) -> None:
    """For floors above, once at start: the accounts that stepped back from a matter."""
    if accounts not in _asked:
        _asked.append(accounts)


def kept_out(db: Db, matter_id: uuid.UUID) -> set[uuid.UUID]:
    """All of them."""
    return {account for accounts in _asked for account in accounts(db, matter_id)}
