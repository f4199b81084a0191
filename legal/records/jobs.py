"""What the worker does for a finished record: prints it, signs it with the lawyer's certificate, gives it out.

Done twice it is done once; the slow work happens outside of any transaction.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from legal.consultations import queries as consultations
from legal.records.models import ConsultationRecord
from legal.records.paper import FIELD, TITLE, RecordPaper, record_pdf
from legal.records.rules import load
from legal.records.services import close
from portal.directory.organisations.queries import organisation
from portal.documents.agreement.stamps import signer_stamp
from portal.documents.papers import deliveries, keys
from portal.documents.papers import services as papers
from portal.documents.papers.rules import show_code
from portal.documents.verification.jobs import examine
from portal.documents.verification.rules import Checked
from portal.documents.verification.services import remember
from portal.kernel import audit, clock
from portal.kernel.crypto import new_token
from portal.kernel.db import Database, Db
from portal.kernel.files.services import Prepared, keep, prepare
from portal.kernel.outbox import GiveUp, Job
from portal.kernel.pdf import PaperError, UnprintableText
from portal.kernel.policy import SYSTEM
from portal.kernel.seal import Credential, SealError
from portal.kernel.settings import Settings
from portal.matters.services import say
from portal.notices.services import notify

METHOD = "登录密码复核后的电子签名"


@dataclass(frozen=True)
class Plan:
    """Everything for the job, read in one short look."""

    paper: RecordPaper
    credential: Credential
    signed_at: datetime
    trust: list[bytes]
    token: str


@dataclass(frozen=True)
class Made:
    """The text that was frozen, the signed file, and what our own checker found in it."""

    frozen: Prepared
    signed: Prepared
    checked: Checked


def sign(job: Job) -> None:
    """Print, sign, check, register, tell."""
    settings: Settings = job.database.services["settings"]
    record_id = job.uuid("record")
    plan = _plan(job.database, record_id, settings)
    if plan is None:
        return
    try:
        made = _make(plan, settings)
    except PaperError as error:
        _failed(job.database, record_id, error)
        raise GiveUp(str(error)) from error
    with job.database.writing() as db:
        _sealed(db, record_id, plan, made)


def _plan(database: Database, record_id: uuid.UUID, settings: Settings) -> Plan | None:
    with database.writing() as db:  # the certificates exist from now on
        record = _waiting(db, record_id)
        if record is None:
            return None
        _credential(db, record)
    with database.reading() as db:
        record = _waiting(db, record_id)
        if record is None:
            return None
        audit.note(db, SYSTEM, "consultation_record.printed", record, ["content"])
        token = new_token()
        assert record.finished_at is not None
        return Plan(
            _paper(record, settings, token), _credential(db, record), record.finished_at, keys.trust_roots(db), token
        )


def _waiting(db: Db, record_id: uuid.UUID) -> ConsultationRecord | None:
    record = db.get(ConsultationRecord, record_id)
    return record if record is not None and record.state == "sealing" else None


def _credential(db: Db, record: ConsultationRecord) -> Credential:
    """The lawyer's own, issued by the centre's authority when the first record needs it."""
    consultation = record.consultation
    center = organisation(db, consultation.center_id)
    name = consultation.lawyer.display_name
    return keys.credential(keys.of_account(db, center, record.lawyer_id, name, consultation.organisation))


def _paper(record: ConsultationRecord, settings: Settings, token: str) -> RecordPaper:
    consultation, paper = record.consultation, record.paper
    assert paper is not None
    return RecordPaper(
        number=paper.number_text or "",
        edition=paper.edition,
        content=load(record.content),
        organisation=consultation.organisation.name_zh,
        lawyer=consultation.lawyer.display_name,
        mode=consultation.mode,
        at=consultation.started_at or consultation.starts_at,
        verify_code=show_code(paper.code),
        verify_url=f"{settings.base_url}/v/{token}",
        verify_address=f"{settings.base_url.split('://', 1)[-1]}/verify",
        demonstration=settings.demonstration,
        zone=settings.zone,
    )


def _make(plan: Plan, settings: Settings) -> Made:
    from portal.kernel.seal.signing import Order, sign_all

    paper = plan.paper
    frozen = record_pdf(paper)
    stamp = signer_stamp(paper.lawyer, "律师", METHOD, plan.signed_at, zone=paper.zone)
    order = Order(FIELD, plan.credential, stamp, paper.lawyer, f"律师签署{TITLE}{paper.number}")
    signed = sign_all(frozen, [order], at=clock.now())
    checked = examine(signed, plan.trust)
    if not checked.genuine:
        raise SealError("a record that was just signed does not verify")
    kept = [prepare(data, "record.pdf", settings, exactly=True) for data in (frozen, signed)]
    return Made(kept[0], kept[1], checked)


def _held(db: Db, record_id: uuid.UUID) -> ConsultationRecord | None:
    record = db.get_one(ConsultationRecord, record_id)
    consultations.locked(db, record.consultation_id)
    db.refresh(record)
    return record if record.state == "sealing" else None


def _sealed(db: Db, record_id: uuid.UUID, plan: Plan, made: Made) -> None:
    record = _held(db, record_id)
    if record is None:
        return
    consultation, paper = record.consultation, record.paper
    assert paper is not None
    papers.printed(db, SYSTEM, paper, keep(db, made.frozen), plan.token)
    papers.in_force(db, SYSTEM, paper, plan.signed_at, None)
    file = keep(db, made.signed)
    papers.seal(db, SYSTEM, paper, file)
    remember(db, file.sha256, made.checked)
    record.state, record.sealed_at = "sealed", clock.now()
    db.flush()
    audit.record(db, SYSTEM, "consultation_record.sealed", record, ["state"])
    key = "consultation.recorded" if record.edition == 1 else "consultation.corrected"
    say(
        db, SYSTEM, consultation.matter, key, next_key="next.consultation_over", number=paper.number_text,
        edition=paper.edition,
    )  # fmt: skip
    deliveries.promise(db, SYSTEM, paper, [consultation.person_id], None)
    deliveries.send(db, paper)
    notify(db, "consultation_record.sealed", account_id=record.lawyer_id, number=paper.number_text)
    close(db, SYSTEM, record)


def _failed(database: Database, record_id: uuid.UUID, error: PaperError) -> None:
    """The lawyer reads which characters no font can draw, and writes them otherwise."""
    with database.writing() as db:
        record = _held(db, record_id)
        if record is not None:
            record.state = "failed"
            record.problem = error.characters[:200] if isinstance(error, UnprintableText) else "?"
            notify(db, "consultation_record.failed", account_id=record.lawyer_id)
