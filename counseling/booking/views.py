"""From a name to a time: about oneself, numbers first where there is danger, open times, the slip."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, request, send_file

from counseling.booking import queries, services
from counseling.booking.calendar import MEDIA_TYPE, calendar_file
from counseling.booking.forms import CONCERN_MAX, AboutForm, TimesForm
from counseling.booking.rules import MODES
from counseling.cases import services as cases
from counseling.cases.models import Case
from counseling.consents import queries as consents
from counseling.entrance import services as entrance
from counseling.entrance import web
from counseling.entrance.models import Entry
from counseling.entrance.rules import show_code
from portal.accounts import floods
from portal.directory.organisations.queries import centre_for
from portal.intake.danger.rules import screen
from portal.intake.filing.opening import is_staffed
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import show_day, show_instant
from portal.kernel.policy import ANONYMOUS, PUBLIC, Conflict
from portal.kernel.web import Answer, access, db, goto, render, tell

bp = Blueprint("visit_booking", __name__, url_prefix="/visits")


@bp.route("/about", methods=["GET", "POST"])
@access(PUBLIC)
def about() -> Answer:
    """What one likes to say of oneself. Words and answers that speak of danger lead to the numbers first."""
    case = web.own_case()
    if case is None:
        return goto("visit_door.start")
    details = case.details
    form = AboutForm(data=details.plain())
    if form.validate_on_submit():
        told = form.answers()
        alarming = screen(f"{told['concern']}\n{told['wanted']}").hit
        details = replace(details, **told, in_words=alarming)
        cases.describe(db(), case, details)
        return goto("visit_booking.first" if details.urgent else _after(case))
    return render("counseling/booking/about.html", form=form, most=CONCERN_MAX, draft=case.state == "draft")


def _after(case: Case) -> str:
    return "visit_booking.times" if case.state == "draft" else "visit_own.mine"


@bp.get("/first")
@access(PUBLIC)
def first() -> Answer:
    """12356, 120, 110 before anything else; whether anybody here reads now; the way on."""
    case = web.own_case()
    if case is None:
        return goto("visit_door.start")
    return render("counseling/booking/first.html", staffed=is_staffed(db(), centre_for(db())), way_on=_after(case))


@bp.route("/times", methods=["GET", "POST"])
@access(PUBLIC)
@floods.code_requests
def times() -> Answer:
    """Open times; the first booking makes the slip, a later one moves the visit."""
    entry, case = web.current(), web.own_case()
    if entry is None or case is None or case.state == "withdrawn":
        return goto("visit_door.start")
    if not consents.may_book(db(), case, case.details.band):
        return goto("visit_terms.points")
    others = "all" in request.args
    offers = queries.offers(db(), case, others=others)
    form = TimesForm(times=[(offer.key, _words(offer, offers)) for offer in offers])
    if form.validate_on_submit():
        try:
            return _book(entry, case, form.slot.data, others)
        except Conflict as taken:
            tell(str(taken))
            return goto("visit_booking.times", **({"all": 1} if others else {}))
    own = queries.name_of(db(), case.counsellor) if not others else ""
    moved = queries.coming(db(), case)
    return render(
        "counseling/booking/times.html", form=form, days=_by_day(form, offers), own=own, moved=moved, others=others
    )


def _words(offer: queries.Offer, offers: Sequence[queries.Offer]) -> str:
    """The hour; by whom and how only where that differs."""
    parts = [show_instant(offer.slot.start, db().info["settings"].zone, day=False)]
    if len({one.slot.resource for one in offers}) > 1:
        parts.append(offer.who)
    if offer.slot.mode == "phone":
        parts.append(str(MODES["phone"]))
    return " · ".join(parts)


def _by_day(form: TimesForm, offers: Sequence[queries.Offer]) -> list[tuple[str, list[Any]]]:
    """The choices of the form, under the days on which they lie."""
    zone = ZoneInfo(db().info["settings"].zone)
    pairs = zip(offers, form.slot, strict=True)
    days = groupby(pairs, key=lambda pair: pair[0].slot.start.astimezone(zone).date())
    return [(show_day(day, weekday=True), [option for _offer, option in group]) for day, group in days]


def _book(entry: Entry, case: Case, key: str, others: bool) -> Answer:
    services.book(db(), case, key, others=others)
    if case.state != "draft":
        tell(_("时间改好了。"))
        return goto("visit_own.mine")
    code, pin = entrance.mint(db(), case)
    cases.move(db(), ANONYMOUS, case, "open")
    entrance.hand_over(entry, code, pin)
    return goto("visit_booking.slip")


@bp.route("/slip", methods=["GET", "POST"])
@access(PUBLIC)
def slip() -> Answer:
    """Code and PIN, until 'I have written it down' or for half an hour."""
    entry = web.current()
    shown = entrance.handed(entry) if entry else None
    if entry is None or shown is None:
        return goto("visit_own.mine")
    form = ActionForm()
    if form.validate_on_submit():
        entrance.kept(entry)
        return goto("visit_own.mine")
    code, pin = shown
    return render(
        "counseling/booking/slip.html", form=form, code=show_code(code), pin=pin,
        visit=queries.coming(db(), entry.case), how=MODES,
    )  # fmt: skip


@bp.get("/appointment.ics")
@access(PUBLIC)
def calendar() -> Answer:
    """For the calendar of a phone."""
    case = web.own_case()
    visit = queries.coming(db(), case) if case else None
    if visit is None:
        return goto("visit_own.mine")
    return send_file(BytesIO(calendar_file(visit)), MEDIA_TYPE, as_attachment=True, download_name="appointment.ics")


@bp.post("/cancel")
@access(PUBLIC)
def cancel() -> Answer:
    """No reason is asked."""
    case = web.own_case()
    if case is not None and ActionForm().validate_on_submit():
        services.cancel(db(), case)
        tell(_("已取消。什么时候想来，再约就是。"))
    return goto("visit_own.mine")
