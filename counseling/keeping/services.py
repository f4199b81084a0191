"""Stopping and erasing. Erasing destroys the data key: whatever was sealed with it opens nowhere any more."""

from sqlalchemy import delete, select, text

from counseling.booking import queries as visits
from counseling.booking.services import cancel
from counseling.cases import services as cases
from counseling.cases.models import Case
from counseling.cases.queries import held
from counseling.consents import services as consents
from counseling.entrance import services as entrance
from counseling.records.models import Amendment, Record
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.outbox import enqueue
from portal.kernel.policy import ANONYMOUS, Actor

TIDY = "visits.tidy"


def withdraw(db: Db, case: Case) -> None:
    """Consent is taken back: the coming visit is given back and no colleague opens the case any more. It can still be
    seen, and erased, by its client; else it is only kept (个人信息保护法 art.15, 47)."""
    held(db, case.id)
    if visits.coming(db, case) is not None:
        cancel(db, case)
    consents.take_back(db, case)
    cases.move(db, ANONYMOUS, case, "withdrawn")


def come_back(db: Db, case: Case) -> None:
    """They have agreed anew: the case is open again."""
    if case.state == "withdrawn":
        cases.move(db, ANONYMOUS, case, "open")


def erase(db: Db, actor: Actor, case: Case) -> None:
    """For good. What stays says nothing of anybody: that there was a case, which points were agreed to and when, the
    hours that were taken (for the counts), and who read something when (网络安全法 art.23)."""
    held(db, case.id)
    if visits.coming(db, case) is not None:
        cancel(db, case)
    _wipe_what_is_freed(db)
    records = select(Record.id).where(Record.case_id == case.id)
    db.execute(delete(Amendment).where(Amendment.record_id.in_(records)))
    db.execute(delete(Record).where(Record.case_id == case.id))
    entrance.end_all(db, case)
    case.key_wrapped = case.row_key = case.details_text = case.code_mac = case.pin_mac = None
    cases.move(db, actor, case, "erased")
    db.flush()
    audit.record(db, actor, "counseling.key_destroyed", case)
    enqueue(db, TIDY)


def _wipe_what_is_freed(db: Db) -> None:
    """SQLite leaves old bytes in the pages it frees unless it is told to overwrite them."""
    if db.get_bind().dialect.name == "sqlite":
        db.execute(text("pragma secure_delete = on"))
