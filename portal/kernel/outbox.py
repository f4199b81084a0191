"""Work that happens after the commit: the row is the truth; at least once, with back-off and a dead-letter list."""

import traceback
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Index, Select, String, Text, UniqueConstraint, case, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel import clock
from portal.kernel.db import Base, Database, Db, Identified, new_id
from portal.kernel.db.database import after_commit

ATTEMPTS = 8
LEASE = timedelta(minutes=3)
"""So long a row belongs to the worker that took it; of one that was killed it is taken again afterwards."""
FIRST_PAUSE = timedelta(seconds=10)

log = structlog.get_logger()


class OutboxRow(Identified, Base):
    """One piece of work. ``payload`` carries ids and plain words only: never a link, a code or a PIN."""

    __tablename__ = "outbox"
    __table_args__ = (UniqueConstraint("kind", "key"), Index("ix_outbox_open", "done_at", "dead_at", "next_at"))

    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str | None] = mapped_column(String(120))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    next_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)


@dataclass(frozen=True)
class Job:
    """What a handler gets: the database (it opens its own short transactions) and the row's ids."""

    database: Database
    id: uuid.UUID
    payload: Mapping[str, Any]
    attempts: int

    def uuid(self, name: str) -> uuid.UUID:
        """An id from the payload."""
        return uuid.UUID(self.payload[name])

    @property
    def last(self) -> bool:
        """Whether a failure now is final."""
        return self.attempts >= ATTEMPTS


Handler = Callable[[Job], None]


class GiveUp(Exception):
    """Raised by a handler when trying again cannot help: the row goes to the dead-letter list at once."""


class TryLater(Exception):
    """Raised by a handler that could not do its work now; its sentence is kept beside the row."""


def enqueue(db: Db, kind: str, *, key: str | None = None, at: datetime | None = None, **payload: Any) -> bool:
    """Add work to this transaction; with a ``key`` the same work is not added twice (answers False)."""
    now = clock.now()
    plain = {name: _plain(value) for name, value in payload.items()}
    values = {"kind": kind, "key": key, "payload": plain, "created_at": now, "next_at": at or now}
    if key is None:
        db.add(OutboxRow(**values))
    elif not _insert_new(db, values):
        return False
    wake: Callable[[], None] = db.info.get("wake", _nobody)
    if wake not in db.info["after_commit"]:
        after_commit(db, wake)
    return True


def _insert_new(db: Db, values: Mapping[str, Any]) -> bool:
    """Two transactions that add the same work at the same moment both succeed, and the work is there once."""
    dialect = postgresql if db.get_bind().dialect.name == "postgresql" else sqlite
    row = dialect.insert(OutboxRow).values(id=new_id(), attempts=0, **values)
    return db.scalar(row.on_conflict_do_nothing().returning(OutboxRow.id)) is not None


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


def _nobody() -> None:
    """No worker to wake: it will look by itself."""


def drain(
    database: Database, handlers: Mapping[str, Handler], limit: int = 200, *, until: Callable[[], bool] = lambda: False
) -> int:
    """Carry out what is due, one row after another, until told to stop; returns how many were tried."""
    for tried in range(limit):
        claimed = None if until() else _claim(database)
        if claimed is None:
            return tried
        job, kind = claimed
        try:
            _handler(handlers, kind)(job)
        except Exception as error:  # the row must learn of every failure
            slip = None if isinstance(error, GiveUp | TryLater) else error
            log.warning("work failed", kind=kind, row=str(job.id), attempt=job.attempts, why=_why(error), exc_info=slip)
            _failed(database, job, error)
        else:
            _finished(database, job)
    return limit


def _handler(handlers: Mapping[str, Handler], kind: str) -> Handler:
    """A kind nobody knows is tried again later: perhaps a newer version of the house put it there."""
    if kind not in handlers:
        raise TryLater(f"no part of this version does {kind}")
    return handlers[kind]


def _due(now: datetime) -> Select[OutboxRow]:
    free = or_(OutboxRow.claimed_until.is_(None), OutboxRow.claimed_until < now)
    due = select(OutboxRow).where(OutboxRow.done_at.is_(None), OutboxRow.dead_at.is_(None))
    return due.where(OutboxRow.next_at <= now, free).order_by(OutboxRow.next_at, OutboxRow.id).limit(1)


def _claim(database: Database) -> tuple[Job, str] | None:
    """The next row that is due and that nobody holds, for the length of a lease; skips what others are taking now."""
    now = clock.now()
    with database.reading() as db:  # an idle worker does not ask for the writer's lock
        if db.scalar(_due(now).with_only_columns(OutboxRow.id)) is None:
            return None
    while True:
        with database.writing() as db:
            row = db.scalar(_due(now).with_for_update(skip_locked=True))
            if row is None:
                return None
            if row.attempts < ATTEMPTS:
                row.claimed_until = now + LEASE
                row.attempts += 1
                return Job(database, row.id, dict(row.payload), row.attempts), row.kind
            row.dead_at, row.claimed_until = now, None
            row.error = "every attempt ended its worker"


def _finished(database: Database, job: Job) -> None:
    _settle(database, job, done_at=clock.now(), error=None)


def _failed(database: Database, job: Job, error: Exception) -> None:
    """Try again after 10 s, 20 s, 40 s …; in the end leave it where a person sees it."""
    now = clock.now()
    if isinstance(error, GiveUp) or job.last:
        _settle(database, job, dead_at=now, error=_why(error))
    else:
        _settle(database, job, next_at=now + FIRST_PAUSE * 2 ** (job.attempts - 1), error=_why(error))


def _settle(database: Database, job: Job, **values: Any) -> None:
    """Write down how an attempt ended, unless its lease ran out and somebody else has taken the row since."""
    ours = update(OutboxRow).where(OutboxRow.id == job.id, OutboxRow.attempts == job.attempts)
    with database.writing() as db:
        db.execute(ours.where(OutboxRow.done_at.is_(None)).values(claimed_until=None, **values))


def _why(error: Exception) -> str:
    """Our own sentences as they are; of anything else only its kind and place, for its words may hold personal data."""
    if isinstance(error, GiveUp | TryLater):
        return str(error)[:500]
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    place = f" at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__}{place}"


def in_trouble(db: Db, kind: str, key: str) -> bool:
    """Whether this work was tried in vain so far: whoever waits for it should not read "in a minute"."""
    row = select(OutboxRow.id).where(OutboxRow.kind == kind, OutboxRow.key == key, OutboxRow.done_at.is_(None))
    return db.scalar(row.where(or_(OutboxRow.dead_at.is_not(None), OutboxRow.error.is_not(None)))) is not None


def next_due(db: Db) -> datetime | None:
    """When the next open row may be tried: its own time, or the end of the lease of whoever holds it."""
    held = OutboxRow.claimed_until > OutboxRow.next_at
    when = case((held, OutboxRow.claimed_until), else_=OutboxRow.next_at)
    open_rows = select(when).where(OutboxRow.done_at.is_(None), OutboxRow.dead_at.is_(None))
    return db.scalar(open_rows.order_by(when).limit(1))
