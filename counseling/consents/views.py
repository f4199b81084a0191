"""Before anything is written down: how old, and what one agrees to. Also asked anew when the words have changed."""

from dataclasses import replace

from flask import Blueprint

from counseling.cases import services as cases
from counseling.cases.models import Case
from counseling.cases.rules import Details
from counseling.consents import services, texts
from counseling.consents.forms import PointsForm, WhoForm
from counseling.entrance import web
from counseling.entrance.services import open_entry
from counseling.keeping.services import come_back
from portal.accounts import floods
from portal.accounts.sessions import pocket
from portal.directory.organisations.queries import centre_for
from portal.kernel import clock, i18n
from portal.kernel.policy import PUBLIC, Refused
from portal.kernel.web import Answer, access, db, goto, render

bp = Blueprint("visit_terms", __name__, url_prefix="/visits")
POCKET = "w"


@bp.route("/who", methods=["GET", "POST"])
@access(PUBLIC)
def who() -> Answer:
    """A child on its own finds numbers to call, and leaves no trace here."""
    if web.current() is not None:
        return goto("visit_own.mine")
    form = WhoForm()
    if form.validate_on_submit():
        if form.band.data == "alone":
            return goto("visit_terms.alone")
        pocket.keep(POCKET, form.band.data)
        return goto("visit_terms.points")
    return render("counseling/consents/who.html", form=form)


@bp.get("/together")
@access(PUBLIC)
def alone() -> Answer:
    """For somebody under 14: whom to call, whom to bring."""
    return render("counseling/consents/alone.html")


@bp.route("/points", methods=["GET", "POST"])
@access(PUBLIC)
@floods.code_requests
def points() -> Answer:
    """Point by point. The first time a case begins here."""
    case = web.own_case()
    details = case.details if case else None
    band = details.band if details else pocket.kept(POCKET)
    if band is None:
        return goto("visit_terms.who")
    known = {**details.plain(), "born_on": details.birthday()} if details else {}
    form = PointsForm(data=known, band=band, today=clock.today(db().info["settings"].zone))
    if form.validate_on_submit():
        _agree(case, details or Details(band=band, locale=i18n.current.get()), form)
        return goto("visit_booking.about" if case is None else "visit_own.mine")
    words = {point.key: point.text for point in texts.points(texts.CURRENT)}
    return render("counseling/consents/points.html", form=form, band=band, again=case is not None, words=words)


def _agree(case: Case | None, details: Details, form: PointsForm) -> None:
    """One's own yes, the guardian's yes, or both."""
    known = replace(details, **form.family())
    if case is None:
        centre = centre_for(db())
        if centre is None:
            raise Refused
        case = cases.open_draft(db(), centre.id, known)
        web.carry(open_entry(db(), case))
    else:
        cases.describe(db(), case, known)
        come_back(db(), case)
    if known.band != "child":
        services.agree(db(), case, "own", form.ticked())
    if form.by_guardian:
        services.agree(db(), case, "guardian", form.ticked())
