"""Five wrong answers shut the door, whether there is such a code or not, by the rules of every door of the house."""

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from counseling.entrance.models import Attempt
from counseling.store.sealing import mac
from portal.accounts.attempts.rules import MEMORY, Count, one_more
from portal.kernel import clock
from portal.kernel.db import Db


def locked(db: Db, name: str) -> datetime | None:
    """Until when this door is shut, or None; the row is held, so that guesses at once come one after the other."""
    until = _held(db, name).locked_until
    return until if until and until > clock.now() else None


def failed(db: Db, name: str) -> tuple[datetime | None, int]:
    """Count a wrong answer (the view must ``keep_writes()``): until when the door is shut now, and the count."""
    row = _held(db, name)
    count = one_more(Count(row.failures, row.first_at, row.locked_until), clock.now())
    row.failures, row.first_at, row.locked_until = count.failures, count.first_at, count.locked_until
    db.flush()
    return count.locked_until if count.locked_until and count.locked_until > clock.now() else None, count.failures


def cleared(db: Db, name: str) -> None:
    """The right answer came."""
    db.execute(delete(Attempt).where(Attempt.door == _door(name)))


def forget_old(db: Db) -> None:
    """What no longer counts."""
    now = clock.now()
    open_again = or_(Attempt.locked_until.is_(None), Attempt.locked_until <= now)
    db.execute(delete(Attempt).where(Attempt.first_at < now - MEMORY, open_again))


def _door(name: str) -> bytes:
    return mac("door", name)


def _held(db: Db, name: str) -> Attempt:
    """The row, made if need be and held; anew if somebody else forgets the count between the two steps."""
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    fresh = insert(Attempt).values(door=_door(name), failures=0, first_at=clock.now())
    found = select(Attempt).where(Attempt.door == _door(name)).with_for_update()
    while True:
        db.execute(fresh.on_conflict_do_nothing(index_elements=["door"]))
        row = db.scalar(found.execution_options(populate_existing=True))
        if row is not None:
            return row
