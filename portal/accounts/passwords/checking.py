"""Checking a password without keeping the database waiting, counted before it is looked at."""

from datetime import datetime
from typing import NamedTuple

from portal.accounts.attempts import services as attempts
from portal.accounts.passwords import hashing
from portal.kernel.db import Db


class Checked(NamedTuple):
    """Whether it was right, and until when the door is shut if it was not."""

    right: bool
    locked_until: datetime | None


def check(db: Db, key: str, stored: str | None, typed: str) -> Checked:
    """Whether the password is right; call it before this request has changed anything.

    Hashing takes tens of milliseconds, in which nobody may hold SQLite's one write lock: the transaction is let go
    before. So the try is counted first, on a connection of its own; else many guesses at once would all find the door
    open. After a right answer the caller forgets the count with ``attempts.cleared(db, key)``.
    """
    if db.new or db.dirty or db.deleted:
        raise RuntimeError("a password is checked before anything is changed")
    db.rollback()
    with db.info["database"].writing() as own:
        until = attempts.locked(own, key)
        if until is None:
            now_locked = attempts.failed(own, key)
    if until is not None:
        return Checked(False, until)
    right = hashing.verify(stored, typed)
    return Checked(right, None if right else now_locked)
