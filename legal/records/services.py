"""Writing a record, finishing it, correcting it, keeping the promise to answer later."""

import hashlib
import uuid

from legal.consultations import changing, meeting
from legal.consultations.models import Consultation
from legal.consultations.policy import ADVISE
from legal.records import queries
from legal.records.models import ConsultationRecord
from legal.records.paper import text_of
from legal.records.policy import WRITE
from legal.records.rules import SIGN, Content, dump, load, may_become, missing
from legal.records.words import FIELDS
from portal.documents.papers import services as papers
from portal.documents.papers.models import Paper
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.outbox import enqueue
from portal.kernel.policy import Actor, Conflict, require
from portal.matters import services as matters
from portal.people.persons.queries import masked


def _held(db: Db, actor: Actor, consultation_id: uuid.UUID) -> Consultation:
    row = changing.held(db, actor, consultation_id)
    require(db, actor, ADVISE, row)
    if row.state not in ("started", "finished"):
        raise Conflict(_("咨询还没有开始，先不能写记录。"))
    return row


def save(db: Db, actor: Actor, consultation_id: uuid.UUID, content: Content) -> ConsultationRecord:
    """Keep the draft; nobody but the lawyer reads it before it is signed."""
    consultation = _held(db, actor, consultation_id)
    record = queries.newest(db, consultation.id)
    if record is None:
        record = ConsultationRecord(consultation_id=consultation.id, edition=1, lawyer_id=consultation.lawyer_id)
        record.consultation = consultation
        db.add(record)
    elif record.state == "failed":
        _enter(record, "draft")
        record.problem = None
    elif record.state != "draft":
        raise Conflict(_("这份记录已经签出。要改，请先点“更正”，会有新的一版。"))
    record.content, record.saved_at = dump(content), clock.now()
    db.flush()
    require(db, actor, WRITE, record)
    audit.record(db, actor, "consultation_record.saved", record, ["content"])
    return record


def finish(db: Db, actor: Actor, consultation_id: uuid.UUID) -> ConsultationRecord:
    """The words stand: a number is taken, the worker prints and signs with the lawyer's certificate.

    The lawyer's password was asked for just before (电子签名法 art.13).
    """
    consultation = _held(db, actor, consultation_id)
    record = queries.newest(db, consultation.id)
    if record is None or record.state != "draft":
        raise Conflict(_("没有可以签出的草稿。"))
    require(db, actor, WRITE, record)
    content = load(record.content)
    _refuse_unready(content)
    audit.note(db, actor, "consultation_record.frozen", consultation.person, ["phone", "address"])
    known = masked(consultation.person)
    content = content.known_as(consultation.person.name, known.phone, known.address)
    record.content, record.finished_at = dump(content), clock.now()
    record.aid_shared, record.follow_up_on = content.aid_shared, content.follow_up()
    record.paper = _paper(db, actor, consultation, record)
    record.paper_id = record.paper.id
    papers.freeze(db, actor, record.paper, signing="electronic", digest=lambda number: _digest(record, number))
    _enter(record, "sealing")
    db.flush()
    if consultation.state == "started":
        meeting.finish(db, actor, consultation)
    enqueue(db, SIGN, record=record.id)
    audit.record(db, actor, "consultation_record.finished", record, ["state", "paper_id"])
    return record


def _refuse_unready(content: Content) -> None:
    lacking = missing(content)
    if lacking:
        names = "、".join(str(FIELDS[name]) for name in lacking)
        raise Conflict(_("还差这几项，补齐以后才能签出：%(names)s。", names=names))


def _paper(db: Db, actor: Actor, consultation: Consultation, record: ConsultationRecord) -> Paper:
    """A correction, and a second try after a failed print, goes by the number of the first."""
    former = record.paper or _last_paper(db, consultation, record)
    if former is not None:
        return papers.replace(db, actor, former)
    return papers.begin(
        db, actor, kind="consultation", matter_id=consultation.matter_id, owner=consultation.organisation
    )  # fmt: skip


def _last_paper(db: Db, consultation: Consultation, record: ConsultationRecord) -> Paper | None:
    before = [one for one in queries.editions(db, consultation.id) if one.edition < record.edition and one.paper]
    return before[-1].paper if before else None


def _digest(record: ConsultationRecord, number: str) -> str:
    return hashlib.sha256(text_of(load(record.content), record.consultation, number).encode()).hexdigest()


def correct(db: Db, actor: Actor, consultation_id: uuid.UUID) -> ConsultationRecord:
    """Begin a next version from the words of the signed one, which stays in force until the next is signed."""
    consultation = _held(db, actor, consultation_id)
    last = queries.newest(db, consultation.id)
    if last is None or last.state != "sealed":
        raise Conflict(_("记录还没有签好，现在不能更正。"))
    require(db, actor, WRITE, last)
    fresh = ConsultationRecord(consultation_id=consultation.id, edition=last.edition + 1, lawyer_id=last.lawyer_id)
    fresh.content, fresh.saved_at, fresh.consultation = last.content, clock.now(), consultation
    db.add(fresh)
    db.flush()
    audit.record(db, actor, "consultation_record.corrected", fresh, ["edition"])
    return fresh


def followed_up(db: Db, actor: Actor, record_id: uuid.UUID) -> None:
    """The promised answer was given: now the matter is over."""
    record = queries.get(db, actor, record_id)
    require(db, actor, WRITE, record)
    if record.follow_up_on is None or record.followed_up_at is not None:
        raise Conflict(_("这里没有要再答复的。"))
    record.followed_up_at = clock.now()
    db.flush()
    audit.record(db, actor, "consultation_record.followed_up", record, ["followed_up_at"])
    matters.say(
        db, actor, record.consultation.matter, "consultation.answered", next_key="next.consultation_over"
    )  # fmt: skip
    close(db, actor, record)


def owes(record: ConsultationRecord) -> bool:
    """Whether an answer was promised that has not been given."""
    return record.follow_up_on is not None and record.followed_up_at is None


def close(db: Db, actor: Actor, record: ConsultationRecord) -> None:
    """The matter ends when the record is signed and no answer is owed any more."""
    matter = record.consultation.matter
    if matter.stage == "active" and not owes(record):
        matters.move(db, actor, matter, "closed", "procedural")


def _enter(record: ConsultationRecord, state: str) -> None:
    if not may_become(record.state, state):
        raise Conflict(_("这份记录的状态已经变了，请看过最新的情况再操作。"))
    record.state = state
