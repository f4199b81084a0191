"""Daily: what has been kept long enough is erased, drafts are forgotten. After each erasure: old pages go too."""

from zoneinfo import ZoneInfo

from sqlalchemy import delete

from counseling.cases.models import Case
from counseling.cases.queries import held, old
from counseling.cases.rules import DRAFT_LIFE, KEPT_YEARS, kept_until
from counseling.consents.models import Consent
from counseling.entrance.services import end_all
from counseling.keeping.services import erase
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import Job
from portal.kernel.policy import SYSTEM


def keep_no_longer(job: Job) -> None:
    """Each case in a transaction of its own; one that has come alive meanwhile is let be."""
    now = clock.now()
    touched_before = now.replace(year=now.year - KEPT_YEARS, day=min(now.day, 28))
    with job.database.reading() as db:
        ids = [case.id for case in old(db, now - DRAFT_LIFE, touched_before)]
    for case_id in ids:
        with job.database.writing() as db:
            _look_again(db, held(db, case_id))


def _look_again(db: Db, case: Case) -> None:
    if case.state == "draft" and case.opened_at < clock.now() - DRAFT_LIFE:
        _forget(db, case)
    elif case.state in ("open", "withdrawn"):
        zone = db.info["settings"].zone
        last = case.last_at.astimezone(ZoneInfo(zone)).date()
        if clock.today(zone) > kept_until(last, case.details.birthday()):
            erase(db, SYSTEM, case)


def _forget(db: Db, case: Case) -> None:
    """Nobody ever came: not even the row stays."""
    end_all(db, case)
    db.execute(delete(Consent).where(Consent.case_id == case.id))
    db.delete(case)


def tidy(job: Job) -> None:
    """SQLite's log beside the file still holds old pages until it is written back and cut off; autovacuum does the like
    on PostgreSQL by itself."""
    if not job.database.is_sqlite:
        return
    raw = job.database.engine.raw_connection()
    try:
        raw.cursor().execute("pragma wal_checkpoint(truncate)")
    finally:
        raw.close()
