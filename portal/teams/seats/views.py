"""The pages of those who are asked: one's own list, the statement, one's part of a matter."""

import uuid
from typing import Any

from flask import Blueprint, url_for

from portal.kernel import audit
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict, Refused, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters.policy import SHOW
from portal.matters.rules import show_code
from portal.matters.words import class_name
from portal.rooms.rooms import queries as rooms
from portal.teams.interests.queries import hints_for
from portal.teams.interests.rules import worded
from portal.teams.roster.queries import own
from portal.teams.roster.rules import HELPS, POST_NAMES, WEEKDAYS
from portal.teams.seats import queries, services
from portal.teams.seats.forms import AdviseForm, StateForm
from portal.teams.seats.models import Seat
from portal.teams.seats.policy import READ, SIT, STATE
from portal.teams.seats.rules import grounds
from portal.teams.seats.words import OWN_STATES

bp = Blueprint("team_seats", __name__, url_prefix="/desk/teams")


@bp.get("")
@access(READ)
def index() -> Answer:
    """What one is asked into, and on which days one is on duty."""
    rows = [
        {
            "seat": seat,
            "code": show_code(seat.team.matter.code),
            "class_name": class_name(seat.team.matter.class_code),
            "state": OWN_STATES[seat.state] if seat.team.ended_at is None else ("done", _("已经办结，只能看")),
        }
        for seat in queries.docket(db(), actor())
    ]
    duties = own(db(), actor())
    return render("teams/seats/index.html", rows=rows, names=POST_NAMES, duties=duties, days=WEEKDAYS)


@bp.get("/<uuid:seat_id>")
@access(READ)
def show(seat_id: uuid.UUID) -> Answer:
    """One's part: before the statement code, class and names; the rest once both sides want it."""
    try:
        seat = queries.get(db(), actor(), seat_id)
    except Refused:
        if not queries.was_called(db(), actor(), seat_id):
            raise
        tell(_("这件事的会商已经不用您来了，谢谢。"))
        return goto(".index")
    require(db(), actor(), READ, seat)
    if seat.state == "invited":
        return goto(".state", seat_id=seat_id)
    return _part(seat, AdviseForm())


def _part(seat: Seat, form: AdviseForm) -> Answer:
    shown: dict[str, Any] = {"seat": seat, "form": form, "action": ActionForm(), "helps": HELPS, **_head(seat)}
    if seat.state != "seated":
        return render("teams/seats/waiting.html", **shown)
    team = seat.team
    audit.note(db(), actor(), "team.read", team, ["facts", "plan", "question", "advice"])
    return render(
        "teams/seats/show.html", **shown, team=team, may_act=SIT.allows(db(), actor(), seat),
        members=queries.seats(db(), team, "seated"), advice=queries.advice_of(db(), team),
        notes=queries.reviews(db(), team), rooms=rooms.of_holder(db(), actor(), team.holder),
        opens=SHOW.allows(db(), actor(), team.matter),
    )  # fmt: skip


def _head(seat: Seat) -> dict[str, Any]:
    matter = seat.team.matter
    return {
        "code": show_code(matter.code),
        "class_name": class_name(matter.class_code),
        "people": queries.names(db(), matter.id),
        "names": POST_NAMES,
    }


@bp.route("/<uuid:seat_id>/statement", methods=["GET", "POST"])
@access(STATE)
def state(seat_id: uuid.UUID) -> Answer:
    """Names to compare, grounds, and one answer; the rest stays shut."""
    seat = queries.get(db(), actor(), seat_id)
    if seat.state != "invited":
        return goto(".show", seat_id=seat_id)
    require(db(), actor(), STATE, seat)
    form = StateForm(data={"seen": seat.version})
    if form.validate_on_submit() and fresh(form, seat):
        try:
            services.state(db(), actor(), seat_id, free=form.stated())
        except Conflict as refused:
            form.refuse("free", str(refused))
        else:
            return _stated(seat_id, free=form.stated())
    hints = worded(hints_for(db(), seat.team.matter_id, seat.account_id))
    return render(
        "teams/seats/state.html", form=form, seat=seat, hints=hints, grounds=grounds(seat.post), **_head(seat)
    )


def _stated(seat_id: uuid.UUID, *, free: bool) -> Answer:
    if free:
        tell(_("已记下。现在问各方愿不愿意请您，都愿意了会告诉您。"))
        return goto(".show", seat_id=seat_id)
    tell(_("已记下，会另请一位。没有人知道是哪一条原因。谢谢您如实说明。"))
    return goto(".index")


@bp.post("/<uuid:seat_id>/advice")
@access(SIT)
def advise(seat_id: uuid.UUID) -> Answer:
    """A note for the team and the mediator."""
    seat = queries.get(db(), actor(), seat_id)
    require(db(), actor(), SIT, seat)
    form = AdviseForm()
    if form.validate_on_submit():
        services.advise(db(), actor(), seat_id, form.words.data or "")
        tell(_("已交给团队和调解员。"))
        return goto(".show", seat_id=seat_id)
    return _part(seat, form)


@bp.post("/<uuid:seat_id>/leave")
@access(READ)
def leave(seat_id: uuid.UUID) -> Answer:
    """They cannot go on."""
    if ActionForm().validate_on_submit():
        services.leave(db(), actor(), seat_id)
        tell(_("您已退出，这件事对您关闭了。没有人知道原因。"))
    return goto(".index")


@bp.get("/<uuid:seat_id>/notes/<uuid:note_id>")
@access(READ)
def note(seat_id: uuid.UUID, note_id: uuid.UUID) -> Answer:
    """A note that the mediator has signed off."""
    seat = queries.get(db(), actor(), seat_id)
    found = queries.reviews(db(), seat.team) if seat.state == "seated" else ()
    row = next((one for one in found if one.id == note_id), None)
    if row is None:
        raise Refused(READ.name)
    audit.note(db(), actor(), "team.note_read", row, ["decision", "steps"])
    return render("teams/seats/note.html", row=row, code=show_code(seat.team.matter.code), names=POST_NAMES,
                  back=url_for("team_seats.show", seat_id=seat_id))  # fmt: skip
