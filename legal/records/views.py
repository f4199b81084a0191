"""The lawyer writes the record, reads it once more, signs; corrections; what was passed on to legal aid."""

import uuid
from io import BytesIO
from typing import Any

from flask import Blueprint, send_file

from legal.consultations import queries as consultations
from legal.consultations.models import Consultation
from legal.consultations.policy import ADVISE
from legal.consultations.rules import LENGTH, TOPICS
from legal.records import paper, queries, services
from legal.records.forms import RecordForm, SignForm
from legal.records.models import ConsultationRecord
from legal.records.policy import AID, READ, WRITE
from legal.records.rules import Content, load, missing
from legal.records.words import FIELDS
from portal.accounts.passwords.confirming import is_holder
from portal.accounts.typed import said
from portal.kernel import audit, clock
from portal.kernel.files import services as files
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict, Refused, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell

bp = Blueprint("records", __name__)
ONE = "/consultations/<uuid:consultation_id>/record"


def _one(consultation_id: uuid.UUID) -> Consultation:
    row = consultations.get(db(), actor(), consultation_id)
    require(db(), actor(), ADVISE, row)
    if row.state not in ("started", "finished"):
        raise Refused(WRITE.name)
    return row


def _begun(row: Consultation) -> Content:
    """What an empty record begins with."""
    spent = int((clock.now() - (row.started_at or clock.now())).total_seconds() // 60)
    usual = int(LENGTH.total_seconds() // 60)
    return Content(
        class_code=TOPICS[row.topic],
        question=row.matter.story,
        minutes=spent if 0 < spent <= 3 * usual else usual,
        licence=queries.licence_of(db(), row.lawyer_id),
    )


def _form(row: Consultation, record: ConsultationRecord | None) -> RecordForm:
    if record is None:
        audit.note(db(), actor(), "matter.story_read", row.matter, ["story"])
    else:
        audit.note(db(), actor(), "consultation_record.read", record, ["content"])
    content = load(record.content) if record is not None else _begun(row)
    given = {**vars(content), "groups": list(content.groups), "follow_up_on": content.follow_up()}
    return RecordForm(data={**given, "minutes": content.minutes or None, "seen": record.version if record else None})


@bp.route(ONE, methods=["GET", "POST"])
@access(WRITE)
def write(consultation_id: uuid.UUID) -> Answer:
    """The draft: kept as often as one likes, read by nobody else."""
    row = _one(consultation_id)
    record = queries.newest(db(), row.id)
    if record is not None and record.state in ("sealing", "sealed"):
        return goto("consultations.show", consultation_id=row.id)
    form = _form(row, record)
    if form.validate_on_submit() and (record is None or fresh(form, record)):
        services.save(db(), actor(), row.id, form.content())
        tell(_("草稿已保存。"))
        return goto("records.sign", consultation_id=row.id)
    return render("legal/records/write.html", form=form, row=row, record=record)


@bp.route(f"{ONE}/sign", methods=["GET", "POST"])
@access(WRITE)
def sign(consultation_id: uuid.UUID) -> Answer:
    """The words as they will stand on the paper, what is still missing, and the signature."""
    row = _one(consultation_id)
    record = queries.newest(db(), row.id)
    if record is None or record.state != "draft":
        return goto("consultations.show", consultation_id=row.id)
    form = SignForm(data={"seen": record.version})
    lacking = _lacking(record)
    if (
        not lacking
        and form.validate_on_submit()
        and fresh(form, record)
        and is_holder(db(), actor(), form, said(form.password))
    ):
        services.finish(db(), actor(), consultation_id)
        tell(_("已签出。带签名的文件正在生成，通常一分钟内，生成后通知本人。"))
        return goto("consultations.show", consultation_id=consultation_id)
    row = _one(consultation_id)
    record = queries.newest(db(), row.id)
    assert record is not None
    return render("legal/records/sign.html", form=form, row=row, lacking=lacking, **_words(row, record))


def _lacking(record: ConsultationRecord) -> list[Any]:
    return [FIELDS[name] for name in missing(load(record.content))]


def _words(row: Consultation, record: ConsultationRecord) -> dict[str, Any]:
    """The record as the paper will say it."""
    audit.note(db(), actor(), "consultation_record.read", record, ["content"])
    content = load(record.content)
    at = row.started_at or row.starts_at
    shown = content.known_as(row.person.name, "", "")
    return {"rows": paper.rows(shown, row.mode, at), "sections": paper.sections(content), "licence": content.licence}


@bp.post(f"{ONE}/correct")
@access(WRITE)
def correct(consultation_id: uuid.UUID) -> Answer:
    """A next version, beginning from the words of the last."""
    row = _one(consultation_id)
    if ActionForm().validate_on_submit():
        services.correct(db(), actor(), row.id)
        tell(_("现在写的是新的一版；签出以前，原来的一版仍然有效。"))
    return goto("records.write", consultation_id=row.id)


@bp.post("/consultation-records/<uuid:record_id>/followed-up")
@access(WRITE)
def followed_up(record_id: uuid.UUID) -> Answer:
    """The promised answer was given."""
    if ActionForm().validate_on_submit():
        services.followed_up(db(), actor(), record_id)
        tell(_("已登记答复。"))
    return goto("consultations.docket")


@bp.get("/consultation-records/<uuid:record_id>/file")
@access(READ)
def file(record_id: uuid.UUID) -> Answer:
    """The signed file, for the lawyer and, where the person agreed, for legal aid."""
    record = queries.get(db(), actor(), record_id)
    stored = record.paper.file if record.paper is not None else None
    if record.paper is None or stored is None:
        raise Conflict(_("文书正在生成，通常一分钟内就好，请稍后再看。"))
    audit.note(db(), actor(), "paper.read", record.paper, ["file"])
    name = f"{paper.TITLE} {record.paper.number_text}.pdf"
    return send_file(BytesIO(files.read(stored)), stored.media_type, download_name=name)


@bp.get("/desk/legal-aid")
@access(AID)
def shared() -> Answer:
    """Records whose person agreed to pass them on."""
    return render("legal/records/shared.html", records=queries.shared(db(), actor()))
