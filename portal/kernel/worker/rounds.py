"""One round of the worker: what has fallen due by the clock, what is in the outbox, the audit chain."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError

from portal.kernel import audit, clock, outbox
from portal.kernel.db import Database, Db
from portal.kernel.db.database import PAUSE
from portal.kernel.feature import Tick
from portal.kernel.outbox import Handler, Job, OutboxRow
from portal.kernel.worker.models import WorkerBeat

KEPT = timedelta(days=8)
"""How long finished work stays; longer than the longest period of periodic work, a week."""
PORTION = 2000
"""Audit lines that are linked in one transaction: a fifth of a second."""
TICK_MARK = "tick:"

log = structlog.get_logger()


@dataclass(frozen=True)
class Round:
    """All that a round needs to know; ``head_file`` is where the signed head of the audit chain is written down."""

    database: Database
    handlers: Mapping[str, Handler]
    ticks: Sequence[Tick]
    head_file: Path | None = None

    def whole(self, until: Callable[[], bool] = lambda: False) -> int:
        """Everything, once: what ``onedoor tick`` does, and the worker each minute."""
        with self.database.writing() as db:
            add_ticks(db, self.ticks)
        return self.work(until)

    def work(self, until: Callable[[], bool] = lambda: False) -> int:
        """What is due in the outbox, until nothing is, and then the chain."""
        done = outbox.drain(self.database, self.handlers, until=until)
        tried = done
        while tried and not until():
            tried = outbox.drain(self.database, self.handlers, until=until)
            done += tried
        self.link(until)
        return done

    def due(self) -> bool:
        """Whether something waits; asked every few seconds, so it only reads."""
        with self.database.reading() as db:
            when = outbox.next_due(db)
            return (when is not None and when <= clock.now()) or audit.anything_loose(db)

    def link(self, until: Callable[[], bool] = lambda: False) -> None:
        """Link the audit lines; when two workers do so at once, the later one lets it be.

        A transaction takes a portion: on SQLite everybody who wants to write waits for it, and comes before the next.
        """
        linked, fits = 0, self._head_fits()
        try:
            while self._loose() and not until():
                if linked and self.database.is_sqlite:
                    time.sleep(PAUSE)
                with self.database.writing() as db:
                    linked += audit.link(db, PORTION)
        except IntegrityError:
            log.info("another worker linked the audit lines")
        if linked and self.head_file and fits:
            with self.database.reading() as db:
                audit.write_head(db, self.head_file)

    def _head_fits(self) -> bool:
        """A head that is lost, or that the chain does not hold any more, is not covered up by a new one."""
        if self.head_file is None:
            return True
        with self.database.reading() as db:
            faults = list(audit.head_faults(db, self.head_file)) if audit.anything_loose(db) else []
        for fault in faults:
            log.error("the record of acts is not whole", fault=fault)
        return not faults

    def _loose(self) -> bool:
        with self.database.reading() as db:
            return audit.anything_loose(db)


def add_ticks(db: Db, ticks: Sequence[Tick]) -> None:
    """One row for each periodic work and period; none while the work of an earlier period is still being tried."""
    waiting = select(OutboxRow.kind).where(OutboxRow.done_at.is_(None), OutboxRow.dead_at.is_(None))
    busy = set(db.scalars(waiting.where(OutboxRow.key.startswith(TICK_MARK))))
    for tick in ticks:
        if tick.kind not in busy:
            outbox.enqueue(db, tick.kind, key=f"{TICK_MARK}{period(tick, clock.now()).isoformat()}")


def period(tick: Tick, at: datetime) -> datetime:
    """The start of the period in which this moment lies, counted from the epoch, the same for every worker."""
    minutes = int(at.timestamp()) // 60
    return datetime.fromtimestamp((minutes - minutes % tick.minutes) * 60, UTC)


def sweep(job: Job) -> None:
    """Hourly: forget finished work that nobody will ask for again, and workers that are long gone.

    Finished work with a key of its own stays, so that it is never added again.
    """
    old = clock.now() - KEPT
    passing = or_(OutboxRow.key.is_(None), OutboxRow.key.startswith(TICK_MARK))
    with job.database.writing() as db:
        db.execute(delete(OutboxRow).where(OutboxRow.done_at < old, passing))
        db.execute(delete(WorkerBeat).where(WorkerBeat.beat_at < old))
