"""Who is never asked into a team, for reasons that only an upper floor knows and that nobody is told."""

import uuid
from collections.abc import Callable, Collection

from portal.kernel.db import Db

Bars = Callable[[Db, uuid.UUID, Collection[uuid.UUID]], Collection[uuid.UUID]]
"""Of these accounts, those who may not advise in this matter."""

_bars: dict[str, list[Bars]] = {}


def bar(post: str, accounts: Bars) -> None:
    """For floors above, once at start: what they know that keeps people of a post out of a matter (R-18)."""
    if accounts not in _bars.setdefault(post, []):
        _bars[post].append(accounts)


def barred(db: Db, post: str, matter_id: uuid.UUID, accounts: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """All of them; why is kept by whoever knows."""
    return {one for ask in _bars.get(post, ()) for one in ask(db, matter_id, accounts)}
