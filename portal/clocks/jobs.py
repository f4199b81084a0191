"""What time does to clocks: each minute those speak that have reached something, each night some are recounted."""

import uuid
from collections.abc import Callable, Sequence

from sqlalchemy import select

from portal.clocks import movement, queries
from portal.clocks.models import RunningClock
from portal.kernel import clock
from portal.kernel.db import Database, Db
from portal.kernel.outbox import Job

BATCH = 5000
"""More than speak in one minute in a county; the rest speaks in the next."""


def tick(job: Job) -> None:
    """Let every clock that is due speak, each in its own transaction: one that fails does not silence the others."""
    now = clock.now()
    with job.database.reading() as db:
        waiting = queries.due_ids(db, now, BATCH)
    _each(job.database, waiting, lambda db, row: movement.speak(db, row, now))


def recount_provisional(job: Job) -> None:
    """Count again what was counted over an unannounced year; once the year is announced, it is settled."""
    last: uuid.UUID | None = None
    while True:
        with job.database.reading() as db:
            waiting = queries.provisional_ids(db, last, BATCH)
        if not waiting:
            return
        _each(job.database, waiting, movement.recount)
        last = waiting[-1]


def _each(database: Database, ids: Sequence[uuid.UUID], act: Callable[[Db, RunningClock], None]) -> None:
    failures: list[Exception] = []
    for clock_id in ids:
        try:
            with database.writing() as db:
                row = db.scalar(select(RunningClock).where(RunningClock.id == clock_id).with_for_update())
                if row is not None and row.stopped_at is None:
                    act(db, row)
        except Exception as failure:  # the others must still speak; the job tells of it
            failures.append(failure)
    if failures:
        raise ExceptionGroup("clocks that could not speak", failures)
