"""The desk: who comes when, to whom; booking, moving and cancelling for people who stand there or call."""

import uuid
from typing import Any

from flask import Blueprint, request

from legal.consultations import booking, changing, conflicts, meeting, queries, showing, times
from legal.consultations.forms import DeskForm, FindForm, TimeForm
from legal.consultations.models import Consultation
from legal.consultations.policy import DESK
from legal.consultations.rules import UNDONE
from legal.consultations.words import STATES
from portal.directory.organisations.models import Organisation
from portal.directory.organisations.queries import organisation
from portal.intake.filing.rules import STORY_MAX
from portal.kernel import clock
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import show_day
from portal.kernel.policy import Conflict, Refused, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.people.consents.texts import notice
from portal.schedule.availability.words import MODES

bp = Blueprint("consultation_desk", __name__, url_prefix="/desk/consultations")
DAYS = 14


@bp.get("")
@access(DESK)
def index() -> Answer:
    """Who is expected today and in the coming days; not what they want to know."""
    rows = queries.expected(db(), actor(), clock.today(showing.zone()), DAYS)
    days: dict[str, list[Any]] = {}
    for row in rows:
        days.setdefault(show_day(showing.local_day(row.starts_at), weekday=True), []).append(row)
    return render(
        "legal/consultations/desk.html", days=days, states=STATES, modes=MODES, undone=UNDONE, form=ActionForm()
    )


def _centre() -> Organisation:
    return organisation(db(), min(actor().organisations("clerk")))


@bp.route("/new", methods=["GET", "POST"])
@access(DESK)
def new() -> Answer:
    """For somebody at the counter or on the phone: one page, and a receipt to print."""
    centre, form = _centre(), DeskForm()
    find = FindForm(request.args, lawyers=times.lawyers(db(), centre.id))
    chosen = form.chosen() if form.validate_on_submit() else None
    if chosen is not None:
        try:
            booking.at_desk(db(), actor(), centre, form.answers(), chosen)
        except Conflict as gone:
            form.refuse("slot", str(gone))
        else:
            return goto("consultation.receipt")
    sides = booking.sides_in(db(), form.answers())
    shown = showing.offer(db(), centre.id, find, form, sides, lead=showing.NO_LEAD)
    return render("legal/consultations/desk_new.html", form=form, notice=notice(), max=STORY_MAX, **shown)


def _one(consultation_id: uuid.UUID) -> Consultation:
    row = db().get(Consultation, consultation_id)
    if row is None:
        raise Refused(DESK.name)
    require(db(), actor(), DESK, row)
    return row


@bp.post("/<uuid:consultation_id>/arrived")
@access(DESK)
def arrived(consultation_id: uuid.UUID) -> Answer:
    """They are here."""
    if ActionForm().validate_on_submit():
        meeting.arrive(db(), actor(), _one(consultation_id).id)
        tell(_("已登记到达，律师那边能看到。"))
    return goto("consultation_desk.index")


@bp.route("/<uuid:consultation_id>/move", methods=["GET", "POST"])
@access(DESK)
def move(consultation_id: uuid.UUID) -> Answer:
    """Another time, for somebody who calls."""
    row = _one(consultation_id)
    form = TimeForm(data={"seen": row.version})
    find = FindForm(request.args, lawyers=times.lawyers(db(), row.center_id))
    chosen = form.chosen() if form.validate_on_submit() and fresh(form, row) else None
    if chosen is not None:
        try:
            changing.move(db(), actor(), row.id, chosen)
        except Conflict as gone:
            form.refuse("slot", str(gone))
        else:
            tell(_("已改好，并通知了双方。"))
            return goto("consultation_desk.index")
    sides = conflicts.sides_again(db(), row)
    shown = showing.offer(db(), row.center_id, find, form, sides, lead=showing.NO_LEAD)
    known = queries.expected_one(db(), actor(), row.id)
    return render("legal/consultations/desk_move.html", form=form, known=known, modes=MODES, **shown)


@bp.route("/<uuid:consultation_id>/cancel", methods=["GET", "POST"])
@access(DESK)
def cancel(consultation_id: uuid.UUID) -> Answer:
    """None any more, for somebody who calls."""
    row = _one(consultation_id)
    form = ActionForm(data={"seen": row.version})
    if form.validate_on_submit() and fresh(form, row):
        changing.cancel(db(), actor(), row.id)
        tell(_("已取消，并通知了双方。"))
        return goto("consultation_desk.index")
    known = queries.expected_one(db(), actor(), row.id)
    return render("legal/consultations/desk_cancel.html", form=form, known=known, modes=MODES)
