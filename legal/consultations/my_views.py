"""What a person has booked: the receipt, the appointment's own page, the calendar file, another time, none."""

from io import BytesIO

import segno
from flask import Blueprint, request, send_file, session, url_for

from legal.consultations import asking_views, changing, conflicts, panels, queries, showing, times
from legal.consultations.calendar import MEDIA_TYPE, calendar_file
from legal.consultations.forms import FindForm, TimeForm
from legal.consultations.models import Consultation
from legal.consultations.policy import OWN
from legal.consultations.rules import COMING
from legal.consultations.words import STATES
from portal.directory.organisations.queries import organisation
from portal.directory.organisations.views import Front
from portal.intake.filing import receipts
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import PUBLIC, Conflict, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters.rules import show_code

bp = Blueprint("consultation", __name__)


@bp.route("/legal/receipt", methods=["GET", "POST"])
@access(PUBLIC)
def receipt() -> Answer:
    """Code, PIN, when, who, where and what to bring, shown until 'I have kept it' or for half an hour."""
    found = receipts.current(db(), actor())
    row = queries.of_matter(db(), found.matter.id) if found is not None else None
    if found is None or row is None:
        return goto("consultation.mine") if actor().person else goto("ask_lawyer.start")
    form = ActionForm()
    if form.validate_on_submit():
        receipts.forget(db(), actor())
        session.pop(asking_views.KEY, None)
        return _onwards(row)
    address = url_for("matters.qr", token=found.qr_token, _external=True)
    picture = segno.make(address, error="m").svg_data_uri(scale=4, border=2)
    code = show_code(found.matter.code)
    return render(
        "legal/consultations/receipt.html", form=form, receipt=found, code=code, qr=picture, row=row,
        facts=showing.facts(row), own=actor().person == row.person_id, **showing.limits(row),
    )  # fmt: skip


def _onwards(row: Consultation) -> Answer:
    if actor().is_staff:
        return goto("consultation_desk.index")
    return goto("consultation.mine" if actor().person == row.person_id else "matters.status")


def _own() -> Consultation:
    row = queries.own(db(), actor())
    require(db(), actor(), OWN, row)
    return row


@bp.get("/my/consultation")
@access(OWN)
def mine() -> Answer:
    """When, who, where; how to change or cancel; afterwards the written record."""
    row = _own()
    return render(
        "legal/consultations/mine.html", row=row, code=show_code(row.matter.code), state=STATES[row.state],
        coming=row.state in COMING, facts=showing.facts(row), office=Front(organisation(db(), row.center_id)),
        pieces=panels.brought(db(), actor(), row), **showing.limits(row),
    )  # fmt: skip


@bp.get("/my/consultation/appointment.ics")
@access(OWN)
def calendar() -> Answer:
    """For the calendar of a phone."""
    row = _own()
    phone = organisation(db(), row.center_id).phone
    data = calendar_file(row, row.organisation.address(), phone)
    return send_file(BytesIO(data), MEDIA_TYPE, as_attachment=True, download_name="appointment.ics")


@bp.route("/my/consultation/change", methods=["GET", "POST"])
@access(OWN)
def change() -> Answer:
    """Another time, by oneself until the limit."""
    row = _own()
    if not showing.limits(row)["may_change"]:
        tell(str(changing.call_us().args[0]))
        return goto("consultation.mine")
    form = TimeForm(data={"seen": row.version})
    find = FindForm(request.args, lawyers=times.lawyers(db(), row.center_id))
    chosen = form.chosen() if form.validate_on_submit() and fresh(form, row) else None
    if chosen is not None:
        try:
            changing.move(db(), actor(), row.id, chosen)
        except Conflict as gone:
            form.refuse("slot", str(gone))
        else:
            tell(_("已改好，并通知了律师。"))
            return goto("consultation.mine")
    shown = showing.offer(db(), row.center_id, find, form, conflicts.sides_again(db(), row))
    return render("legal/consultations/change.html", form=form, row=row, facts=showing.facts(row), **shown)


@bp.route("/my/consultation/cancel", methods=["GET", "POST"])
@access(OWN)
def cancel() -> Answer:
    """No appointment any more."""
    row = _own()
    if not showing.limits(row)["may_cancel"]:
        tell(str(changing.call_us().args[0]))
        return goto("consultation.mine")
    form = ActionForm(data={"seen": row.version})
    if form.validate_on_submit() and fresh(form, row):
        changing.cancel(db(), actor(), row.id)
        tell(_("已取消，并通知了律师。以后需要可以再约。"))
        return goto("consultation.mine")
    return render("legal/consultations/cancel.html", form=form, row=row, facts=showing.facts(row))
