"""A resident asks for a lawyer: what it is about, safety, who, how to be reached, when."""

from typing import Any

from flask import Blueprint, current_app, request, session

from legal.consultations import booking, showing, times
from legal.consultations.forms import FORMS, NEEDED, STEPS, FindForm, TimeForm
from legal.consultations.policy import ASK
from legal.consultations.taking import Wanted
from portal.accounts.sessions.services import sign_in_as, step_into
from portal.directory.organisations.models import Organisation
from portal.directory.organisations.queries import centre_for
from portal.intake.alarms.services import ask_for_call
from portal.intake.filing import queries as filings
from portal.intake.filing import receipts
from portal.intake.filing import services as filing
from portal.intake.filing.models import FilingDraft
from portal.intake.filing.opening import is_staffed
from portal.intake.filing.rules import STORY_MAX
from portal.kernel import clock, i18n
from portal.kernel.forms import ActionForm
from portal.kernel.forms.checks import MOBILE, digits
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import ANONYMOUS, PUBLIC, Conflict, Refused
from portal.kernel.web import Answer, access, actor, db, goto, render, tell
from portal.matters import queries as matters
from portal.people.consents.texts import notice

bp = Blueprint("ask_lawyer", __name__)
KEY = "consultation_draft"


def _centre() -> Organisation:
    centre = centre_for(db())
    if centre is None:
        raise Refused
    return centre


def _draft(*, lock: bool = False) -> FilingDraft | None:
    found = filings.draft_of(db(), session.get(KEY), lock=lock)
    return found if found is not None and found.matter_id is None else None


@bp.route("/legal", methods=["GET", "POST"])
@access(PUBLIC)
def start() -> Answer:
    """What it is, what it costs (nothing), when there is time; the notice before the first input."""
    centre = _centre()
    if not times.is_open(db(), centre.id):
        return render("legal/consultations/closed.html")
    form = ActionForm()
    if form.validate_on_submit():
        session[KEY] = filing.start(db(), centre)
        return goto("ask_lawyer.step", name="question")
    today = clock.today(current_app.extensions["portal"].settings.zone)
    free = times.free_times(db(), times.lawyers(db(), centre.id), today, showing.LOOK)
    soonest = free[0].slot.start if free else None
    return render("legal/consultations/start.html", form=form, notice=notice(), draft=_draft(), soonest=soonest)


@bp.post("/my/matter/ask-lawyer")
@access(ASK)
def from_matter() -> Answer:
    """A party of a dispute asks: who they are is known, the other side and the mediator learn nothing of it."""
    form = ActionForm()
    matter = matters.own(db(), actor())
    party = matters.my_party(db(), actor(), matter)
    if party is None or not form.validate_on_submit():
        raise Refused(ASK.name)
    session[KEY] = booking.begin_from(db(), actor(), matter, party, _centre())
    return goto("ask_lawyer.step", name="question")


@bp.route("/legal/ask/<name>", methods=["GET", "POST"])
@access(PUBLIC)
def step(name: str) -> Answer:
    """One small group of questions; what was typed is kept before the next page."""
    if name not in FORMS:
        raise Refused
    draft = _draft(lock=request.method == "POST")
    if draft is None:
        return _no_draft()
    known = filings.answers(draft)
    extra = {"has_phone": bool(known.get("phone"))} if name == "contact" else {}
    form = FORMS[name](data=known, **extra)
    if form.validate_on_submit():
        if filing.keep(db(), draft, form.answers()):
            return goto("ask_lawyer.danger", after=name)
        return goto("ask_lawyer.step", name=_after(name)) if _after(name) != "time" else goto("ask_lawyer.time")
    return render(PAGES[name], form=form, max=STORY_MAX, **_place(name))


PAGES = {
    "question": "legal/consultations/question.html",
    "safety": "legal/consultations/safety.html",
    "person": "legal/consultations/person.html",
    "contact": "legal/consultations/contact.html",
}


def _after(name: str) -> str:
    return STEPS[STEPS.index(name) + 1]


def _place(name: str) -> dict[str, Any]:
    number = STEPS.index(name)
    return {"number": number + 1, "total": len(STEPS), "back": STEPS[number - 1] if number else None}


def _no_draft() -> Answer:
    """Booked already, perhaps in another tab: to the receipt; else begin again."""
    if receipts.current(db(), actor()) is not None:
        return goto("consultation.receipt")
    tell(_("您填写的内容不在这台设备上，或已经过期。请从头再说一次，很快的。"))
    return goto("ask_lawyer.start")


@bp.route("/legal/danger", methods=["GET", "POST"])
@access(PUBLIC)
def danger() -> Answer:
    """Numbers first, before anything else; a way to be called; then on."""
    draft = _draft()
    if draft is None:
        return goto("ask_lawyer.start")
    form, number = ActionForm(), digits(request.form.get("phone"))
    wrong = bool(request.form) and not MOBILE.fullmatch(number)
    if form.validate_on_submit() and not wrong:
        ask_for_call(db(), draft.id, number)
        tell(_("已把您的号码交给值班人员。请仍然先拨打 110 或 120。"))
        return goto("ask_lawyer.danger", after=request.args.get("after", "question"))
    came_from = request.args.get("after", "question")
    following = _after(came_from) if came_from in ("question", "safety") else "person"
    staffed = is_staffed(db(), centre_for(db()))
    return render("legal/consultations/danger.html", form=form, following=following, staffed=staffed, wrong=wrong)


@bp.route("/legal/time", methods=["GET", "POST"])
@access(PUBLIC)
def time() -> Answer:
    """The free times; choosing one books it. If somebody else was faster, the next free ones, and nothing is lost."""
    draft, centre = _draft(lock=request.method == "POST"), _centre()
    if draft is None:
        return _no_draft()
    known = filings.answers(draft)
    missing = next((one for one in NEEDED if NEEDED[one] not in known), None)
    if missing:
        tell(_("还差这一步没有填。"))
        return goto("ask_lawyer.step", name=missing)
    form, find = TimeForm(), FindForm(request.args, lawyers=times.lawyers(db(), centre.id))
    chosen = form.chosen() if form.validate_on_submit() else None
    if chosen is not None:
        try:
            return _book(draft, centre, chosen)
        except Conflict as gone:
            form.refuse("slot", str(gone))
    shown = showing.offer(db(), centre.id, find, form, booking.sides_in(db(), known))
    return render("legal/consultations/time.html", form=form, known=known, **shown, **_place("time"))


def _book(draft: FilingDraft, centre: Organisation, chosen: Wanted) -> Answer:
    device = request.user_agent.string[:120]
    who = ANONYMOUS if actor().is_staff else actor()
    _booked, token = booking.by_person(db(), who, draft, centre, chosen, device, i18n.current.get())
    if token is not None:
        (step_into if who.account else sign_in_as)(token)
    return goto("consultation.receipt")
