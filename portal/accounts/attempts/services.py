"""Counting wrong answers against one secret, so that neither a restart nor two guesses at once gain anything."""

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from portal.accounts.attempts.rules import MEMORY, TRIES, TRIES_TOGETHER, Count, one_more
from portal.accounts.models import Attempts
from portal.kernel import clock, crypto
from portal.kernel.db import Db
from portal.kernel.outbox import Job


def locked(db: Db, key: str) -> datetime | None:
    """Until when this door is shut, or None.

    ``key`` names the secret in plain words, e.g. ``f"pin:{matter_id}"``; only its HMAC is stored. In a writing session
    the row is held until the commit, so that guesses made at once come one after the other.
    """
    row = _held(db, key) if db.info["writes"] else _row(db, key)
    until = row.locked_until if row else None
    return until if until and until > clock.now() else None


def failed(db: Db, key: str, tries: int = TRIES) -> datetime | None:
    """Count a wrong answer; the view must ``keep_writes()``. Answers until when the door is shut now, or None."""
    row = _held(db, key)
    count = one_more(Count(row.failures, row.first_at, row.locked_until), clock.now(), tries)
    row.failures, row.first_at, row.locked_until = count.failures, count.first_at, count.locked_until
    db.flush()
    return count.locked_until if count.locked_until and count.locked_until > clock.now() else None


def failures(db: Db, key: str) -> int:
    """How many wrong answers are remembered."""
    row = _row(db, key)
    return row.failures if row else 0


def cleared(db: Db, key: str) -> None:
    """Forget them: the right answer came."""
    db.execute(delete(Attempts).where(Attempts.key == _mac(key)))


class Door:
    """A secret at which several people may guess, each counted by where they come from (``origin``) and all together.

    A right answer forgets only the wrong ones from the same place: else one party's own PIN would serve to guess at
    the other's without end.
    """

    def __init__(self, db: Db, key: str, origin: str) -> None:
        self._db, self._all, self._own = db, key, f"{key}@{origin}"

    def locked(self) -> datetime | None:
        """Until when it is shut for this one, or None."""
        return max(filter(None, (locked(self._db, self._all), locked(self._db, self._own))), default=None)

    def failed(self) -> tuple[datetime | None, int]:
        """Count a wrong answer (``keep_writes()``): until when it is shut now, and how many from here there were."""
        shut = (failed(self._db, self._all, TRIES_TOGETHER), failed(self._db, self._own))
        return max(filter(None, shut), default=None), failures(self._db, self._own)

    def opened(self) -> None:
        """The right answer came."""
        cleared(self._db, self._own)


def forget_old(job: Job) -> None:
    """Daily: remove what no longer counts."""
    now = clock.now()
    open_again = or_(Attempts.locked_until.is_(None), Attempts.locked_until <= now)
    with job.database.writing() as db:
        db.execute(delete(Attempts).where(Attempts.first_at < now - MEMORY, open_again))


def _mac(key: str) -> bytes:
    return crypto.keyring().mac("codes", "attempts", key)


def _row(db: Db, key: str, *, hold: bool = False) -> Attempts | None:
    found = select(Attempts).where(Attempts.key == _mac(key)).execution_options(populate_existing=True)
    return db.scalar(found.with_for_update() if hold else found)


def _held(db: Db, key: str) -> Attempts:
    """The row, made if need be and held; anew if somebody else forgets the count between the two steps."""
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    fresh = insert(Attempts).values(key=_mac(key), failures=0, first_at=clock.now())
    while True:
        db.execute(fresh.on_conflict_do_nothing(index_elements=["key"]))
        row = _row(db, key, hold=True)
        if row is not None:
            return row
