"""The counsellor's pages: the day, a case, arrival, missing, calling off, consent on paper, a new slip."""

import uuid

from flask import Blueprint

from counseling.booking import queries as visits
from counseling.booking import services as booking
from counseling.booking.rules import MODES, NAMES, may_settle
from counseling.cases import queries as cases
from counseling.cases.policy import CASE
from counseling.cases.rules import ANSWERS, BANDS, CHANNELS, SIGNS
from counseling.consents import queries as consents
from counseling.consents import services as agreeing
from counseling.consents import texts
from counseling.consents.rules import GIVERS
from counseling.docket import queries
from counseling.docket.forms import BeginForm, PaperForm
from counseling.entrance import services as entrance
from counseling.entrance.rules import show_code
from counseling.records import queries as records
from counseling.records import services as recording
from portal.kernel import audit, clock
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Refused
from portal.kernel.web import Answer, access, actor, db, goto, render, stale, tell

bp = Blueprint("visit_desk", __name__, url_prefix="/desk/visits")


@bp.get("")
@access(CASE)
def docket() -> Answer:
    """Today, the days to come, what is left to write."""
    return render("counseling/docket/day.html", day=queries.day_of(db(), actor()), states=NAMES, how=MODES)


@bp.get("/<uuid:case_id>")
@access(CASE)
def show(case_id: uuid.UUID) -> Answer:
    """What the client said of themselves, visits, consents, one's own records."""
    case = cases.get(db(), actor(), case_id)
    cases.note_reads(db(), actor(), [case], ["name", "details"])
    found, coming = visits.all_of(db(), case), visits.coming(db(), case)
    return render(
        "counseling/docket/case.html", case=case, details=case.details, visits=found, states=NAMES, how=MODES,
        coming=coming, records=records.of_case(db(), actor(), case),
        missing=consents.missing(db(), case, case.details.band), bands=BANDS, channels=CHANNELS, answers=ANSWERS,
        signs=SIGNS, givers=GIVERS, paper=PaperForm(data={"seen": case.version}), begin=BeginForm(), act=ActionForm(),
        due=coming is not None and may_settle("arrived", coming.starts_at, clock.now(), db().info["settings"].zone),
        unwritten=[one for one in found if one.state == "arrived" and records.of_visit(db(), one) is None],
    )  # fmt: skip


@bp.post("/<uuid:case_id>/paper")
@access(CASE)
def paper(case_id: uuid.UUID) -> Answer:
    """Consent on paper: every point was read out."""
    case = cases.get(db(), actor(), case_id)
    form = PaperForm()
    if form.validate_on_submit():
        stale(form, case)
        every = [point.key for point in texts.needed(texts.CURRENT)]
        agreeing.agree(db(), case, form.given_by.data, every, actor=actor())
        tell(_("已记下书面同意。"))
    else:
        tell(_("请选择谁签了名，并确认已逐条念过。"))
    return goto("visit_desk.show", case_id=case_id)


@bp.route("/<uuid:case_id>/slip", methods=["GET", "POST"])
@access(CASE)
def slip(case_id: uuid.UUID) -> Answer:
    """Another code and PIN for somebody who stands here and has lost theirs; shown once, the former are void."""
    case = cases.get(db(), actor(), case_id)
    form = ActionForm()
    fresh = None
    if form.validate_on_submit():
        code, pin = entrance.mint(db(), case)
        entrance.end_all(db(), case)
        audit.record(db(), actor(), "counseling.slip_renewed", case, ["code", "pin"])
        fresh = (show_code(code), pin)
    return render("counseling/docket/slip.html", case=case, form=form, fresh=fresh)


@bp.post("/hours/<uuid:visit_id>/<act>")
@access(CASE)
def settle(visit_id: uuid.UUID, act: str) -> Answer:
    """Arrived, missed, or called off."""
    if act not in ("arrived", "missed", "call-off") or not ActionForm().validate_on_submit():
        raise Refused
    if act == "call-off":
        visit = booking.call_off(db(), actor(), visit_id)
        tell(_("已取消。请按来访者希望的方式告诉本人，请他另约时间。"))
        return goto("visit_desk.show", case_id=visit.case_id)
    booking.settle(db(), actor(), visit_id, act)
    tell(_("已记下。"))
    return goto("visit_desk.docket")


@bp.post("/hours/<uuid:visit_id>/record")
@access(CASE)
def begin(visit_id: uuid.UUID) -> Answer:
    """A record for a visit that has come."""
    visit = visits.get(db(), actor(), visit_id)
    form = BeginForm()
    if not form.validate_on_submit():
        return goto("visit_desk.show", case_id=visit.case_id)
    record = recording.begin(db(), actor(), visit_id, emergency=form.emergency.data)
    return goto("visit_records.edit", record_id=record.id)
