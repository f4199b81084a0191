"""A record: written, finished, amended. Its page is open to its author and to nobody else."""

import uuid
from typing import Any

from flask import Blueprint, request

from counseling.cases.queries import note_reads
from counseling.records import queries, services
from counseling.records.forms import MOST, AmendForm, RecordForm, shown
from counseling.records.models import Record
from counseling.records.policy import RECORD
from counseling.records.rules import DIMENSIONS, LEVELS, MARKS, STEPS, content_of, risk_of
from portal.accounts.typed import said
from portal.kernel.i18n import gettext as _
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, stale, tell

bp = Blueprint("visit_records", __name__, url_prefix="/desk/visits/notes")


@bp.route("/<uuid:record_id>", methods=["GET", "POST"])
@access(RECORD)
def edit(record_id: uuid.UUID) -> Answer:
    """Half-written: the form. Finished: the words, and what was added."""
    record = queries.get(db(), actor(), record_id)
    note_reads(db(), actor(), [record.case], ["name", "record"])
    known = shown(content_of(record.content_text), risk_of(record.risk_text), record.notes)
    form = RecordForm(data={**known, "seen": record.version})
    if record.state == "signed":
        if form.is_submitted():  # finished meanwhile on another page
            stale(form, record)
        return _locked(record, AmendForm())
    if form.validate_on_submit() and fresh(form, record):
        return _keep(record, form)
    return render("counseling/records/write.html", form=form, levels=LEVELS, most=MOST, **_head(record))


def _keep(record: Record, form: RecordForm) -> Answer:
    """Keep it; with the button 'finish' also sign it, if nothing is missing."""
    finish = "finish" in request.form
    if finish and not form.ready():
        return render("counseling/records/write.html", form=form, levels=LEVELS, most=MOST, **_head(record))
    services.save(db(), actor(), record.id, form.content(), form.risk(), form.notes.data or "")
    if finish:
        services.sign(db(), actor(), record.id)
        tell(_("已完成并锁定。来访者可以看到写给本人的要点。"))
        return goto("visit_desk.show", case_id=record.case_id)
    tell(_("已保存，还没有完成。"))
    return goto("visit_records.edit", record_id=record.id)


@bp.post("/<uuid:record_id>/added")
@access(RECORD)
def amend(record_id: uuid.UUID) -> Answer:
    """Add to a finished record."""
    record = queries.get(db(), actor(), record_id)
    form = AmendForm()
    if form.validate_on_submit():
        services.amend(db(), actor(), record_id, said(form.words))
        tell(_("已追加。"))
        return goto("visit_records.edit", record_id=record_id)
    note_reads(db(), actor(), [record.case], ["name", "record"])
    return _locked(record, form)


def _locked(record: Record, form: AmendForm) -> Answer:
    return render(
        "counseling/records/signed.html", form=form, content=content_of(record.content_text),
        risk=risk_of(record.risk_text), notes=record.notes, added=queries.amendments(db(), record),
        intact=services.intact(record), levels=LEVELS, dimensions=DIMENSIONS, marks=MARKS, steps=STEPS, most=MOST,
        **_head(record),
    )  # fmt: skip


def _head(record: Record) -> dict[str, Any]:
    return {"record": record, "visit": record.visit, "name": record.case.details.name}
