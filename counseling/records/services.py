"""Beginning, writing, signing, amending."""

import hmac
import uuid
from datetime import datetime

from counseling.booking import queries as visits
from counseling.booking.models import Visit
from counseling.cases import services as cases
from counseling.cases.queries import held
from counseling.consents import queries as consents
from counseling.records import queries
from counseling.records.models import Amendment, Record
from counseling.records.rules import WATCHED, Content, Risk, content_of, dump, risk_of, unfinished
from counseling.records.words import WATCH
from counseling.store.sealing import mac
from portal.accounts.grants.queries import holders
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict
from portal.notices.services import notify


def begin(db: Db, actor: Actor, visit_id: uuid.UUID, *, emergency: bool = False) -> Record:
    """The record of a visit. Without all consents only where a life is at stake (个人信息保护法 art.13(4))."""
    visit = visits.get(db, actor, visit_id)
    held(db, visit.case_id)
    found = queries.of_visit(db, visit)
    if found is not None:
        return queries.get(db, actor, found.id)
    if visit.state != "arrived":
        raise Conflict(_("先记下来访者到了，再写记录。"))
    if not emergency and consents.missing(db, visit.case, visit.case.details.band):
        raise Conflict(_("还缺知情同意。请先补上；只有情况紧急、涉及生命安全时才可以先写。"))
    record = _new(db, actor, visit, emergency)
    audit.record(db, actor, "counseling.record_begun", visit.case, ["record"])
    return record


def _new(db: Db, actor: Actor, visit: Visit, emergency: bool) -> Record:
    record = Record(case_id=visit.case_id, visit_id=visit.id, center_id=visit.center_id, author=actor.account)
    record.number, record.state = queries.next_number(db, visit.case), "writing"
    record.emergency, record.begun_at = emergency, clock.now()
    record.case, record.visit = visit.case, visit
    db.add(record)
    write(record, Content(), Risk(), "")
    db.flush()
    return record


def write(record: Record, content: Content, risk: Risk, notes: str) -> None:
    """Seal the parts, each apart."""
    record.content_text, record.risk_text, record.notes = dump(content), dump(risk), notes


def save(db: Db, actor: Actor, record_id: uuid.UUID, content: Content, risk: Risk, notes: str) -> Record:
    """Keep what is written so far."""
    record = _open(db, actor, record_id)
    write(record, content, risk, notes)
    audit.record(db, actor, "counseling.record_written", record.case, ["record"])
    return record


def sign(db: Db, actor: Actor, record_id: uuid.UUID) -> Record:
    """Finish: from now on nothing of it changes, and the client may read the part written for them."""
    record = _open(db, actor, record_id)
    content, risk = content_of(record.content_text), risk_of(record.risk_text)
    if unfinished(content, risk):
        raise Conflict(_("还有必须写的内容没有写完。"))
    record.state, record.signed_at = "signed", clock.now()
    record.lock = lock_of(record, record.signed_at)
    db.flush()
    cases.touched(record.case)
    audit.record(db, actor, "counseling.record_signed", record.case, ["record"])
    if risk.level in WATCHED:
        for account in holders(db, "counselling_supervisor", record.center_id):
            notify(db, WATCH.key, account_id=account.id)
    return record


def amend(db: Db, actor: Actor, record_id: uuid.UUID, words: str) -> Amendment:
    """Add to a signed record; what stands there stays (更正: 个人信息保护法 art.46)."""
    record = queries.get(db, actor, record_id, hold=True)
    if record.state != "signed":
        raise Conflict(_("这份记录还没有完成，直接修改就可以。"))
    number = len(queries.amendments(db, record)) + 1
    row = Amendment(record_id=record.id, number=number, author=actor.account, at=clock.now())
    row.record = record
    row.words, row.lock = words, _lock(row.id, words, row.author, row.at)
    db.add(row)
    db.flush()
    audit.record(db, actor, "counseling.record_amended", record.case, ["record"])
    return row


def _open(db: Db, actor: Actor, record_id: uuid.UUID) -> Record:
    record = queries.get(db, actor, record_id, hold=True)
    if record.state != "writing":
        raise Conflict(_("这份记录已经完成并锁定。要更正，请在后面追加说明。"))
    return record


def lock_of(record: Record, signed_at: datetime) -> bytes:
    """Over every word, the author and the moment: a signed record that was changed is found out."""
    return _lock(record.id, record.content_text + record.risk_text + record.notes, record.author, signed_at)


def _lock(row: uuid.UUID, words: str, author: uuid.UUID, at: datetime) -> bytes:
    return mac("record", row.bytes, words, author.bytes, at.isoformat())


def intact(record: Record) -> bool:
    """Whether a signed record is as it was signed."""
    if record.signed_at is None or record.lock is None:
        return False
    return hmac.compare_digest(record.lock, lock_of(record, record.signed_at))
