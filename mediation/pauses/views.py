"""The mediator's pages, and what everybody in the matter reads of a pause."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, render_template
from markupsafe import Markup

from mediation.cases import clocks
from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE
from mediation.meetings.queries import next_joint
from mediation.pauses import queries, services
from mediation.pauses.forms import AdjournForm, SuspendForm
from mediation.pauses.rules import BEGINS, GROUNDS, KINDS
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, stale, tell
from portal.matters.models import Matter

bp = Blueprint("pauses", __name__, url_prefix="/cases/<uuid:case_id>")


def _at(case_id: uuid.UUID, kind: str) -> MediationCase:
    case = cases.get(db(), actor(), case_id)
    require(db(), actor(), MEDIATE, case)
    if case.state not in BEGINS[kind]:
        raise Conflict(_("这件调解现在不能这样办。请看过最新的情况再操作。"))
    return case


def _of_form(case: MediationCase) -> dict[str, Any]:
    meeting = next_joint(db(), case)
    zone = current_app.extensions["portal"].settings.zone
    day = meeting.starts_at.astimezone(ZoneInfo(zone)).date() if meeting else None
    data = {"seen": case.version, "until_on": day}
    return {"data": data, "today": clock.today(zone), "limit": services.limit_day(db(), case)}


@bp.route("/adjourn", methods=["GET", "POST"])
@access(MEDIATE)
def adjourn(case_id: uuid.UUID) -> Answer:
    """Enough for today."""
    case = _at(case_id, "adjourned")
    form = AdjournForm(**_of_form(case))
    if form.validate_on_submit() and fresh(form, case):
        services.adjourn(db(), actor(), case_id, form.plan())
        tell(_("已记下，并告诉了各方：最晚哪一天继续、到那时要做什么。"))
        return goto("cases.show", case_id=case_id)
    return render("mediation/pauses/adjourn.html", form=form, case=case)


@bp.route("/suspend", methods=["GET", "POST"])
@access(MEDIATE)
def suspend(case_id: uuid.UUID) -> Answer:
    """Standing still, and what that means for the periods."""
    case = _at(case_id, "suspended")
    form = SuspendForm(**_of_form(case))
    if form.validate_on_submit() and fresh(form, case):
        services.suspend(db(), actor(), case_id, form.ground.data, form.plan())
        tell(_("已中止，并告诉了各方。"))
        return goto("cases.show", case_id=case_id)
    period = clocks.legal_clock(case.matter)
    return render("mediation/pauses/suspend.html", form=form, case=case, grounds=GROUNDS, pauses=bool(period.pauses))


@bp.post("/resume")
@access(MEDIATE)
def resume(case_id: uuid.UUID) -> Answer:
    """Going on."""
    case = cases.get(db(), actor(), case_id)
    form = ActionForm()
    if form.validate_on_submit():
        stale(form, case)
        services.resume(db(), actor(), case_id)
        tell(_("已恢复，并告诉了各方。"))
    return goto("cases.show", case_id=case_id)


def on_case(db: Db, actor: Actor, case: MediationCase) -> Markup | None:
    """How it is held up, and what the mediator may do about it."""
    mediates = MEDIATE.allows(db, actor, case)
    may = [kind for kind in KINDS if mediates and case.state in BEGINS[kind]]
    row = queries.current(db, case)
    if row is None and not may:
        return None
    if row is not None:
        audit.note(db, actor, "pause.read", row, ["todo"])
    return Markup(
        render_template(
            "mediation/pauses/case_panel.html", case=case, pause=row, may=may, grounds=GROUNDS, form=ActionForm(),
            resumes=mediates and case.state == "suspended",
        )
    )  # fmt: skip


def on_person(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """For a party: until when, and what to do."""
    case = cases.of_matter(db, matter.id)
    row = queries.current(db, case) if case is not None else None
    if row is None:
        return None
    audit.note(db, actor, "pause.read", row, ["todo"])
    return Markup(render_template("mediation/pauses/person_panel.html", pause=row, grounds=GROUNDS))
