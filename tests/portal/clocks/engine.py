"""What the tests of the running clocks share: who acts, what runs, and the worker's minute."""

import uuid
from datetime import datetime

from portal.clocks import queries
from portal.clocks.jobs import tick
from portal.clocks.models import RunningClock, Subject
from portal.kernel import clock
from portal.kernel.db import Db, new_id
from portal.kernel.outbox import Job
from portal.kernel.policy import Actor

HEAD = Actor(account=uuid.UUID(int=7), display_name="主任")


def codes(db: Db, subject: Subject) -> set[str]:
    """The codes of what runs for a subject."""
    return {row.code for row in queries.of_subjects(db, subject.type, [subject.id])[subject.id]}


def only(db: Db, subject: Subject, code: str) -> RunningClock:
    """The running clock of this code."""
    running = queries.of_subjects(db, subject.type, [subject.id])[subject.id]
    return next(row for row in running if row.code == code)


def run_tick(db: Db, at: datetime) -> None:
    """What the worker does at this instant."""
    db.commit()
    with clock.held(at):
        tick(Job(db.info["database"], new_id(), {}, 1))
    db.expire_all()
