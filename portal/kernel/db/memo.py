"""What a page has asked before: while it only reads, the same question has the same answer."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from portal.kernel.db.database import Db

Found = TypeVar("Found")


def remembered(db: Db, question: Hashable, ask: Callable[[], Found]) -> Found:
    """The answer from this session's memory if it has one; a session that writes has none and asks anew each time."""
    if db.info["writes"]:
        return ask()
    memory: dict[Hashable, Found] = db.info.setdefault("memory", {})
    if question not in memory:
        memory[question] = ask()
    return memory[question]
