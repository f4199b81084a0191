"""The mediator's pages of a team, and the head's way to call one in."""

import uuid
from typing import Any

from flask import Blueprint, current_app, render_template, url_for
from markupsafe import Markup

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE
from mediation.rooms.queries import find
from mediation.teams import services
from mediation.teams.forms import InviteForm, NoteForm, PlanForm
from mediation.teams.policy import CONVENE
from mediation.teams.rules import CONVENABLE
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, Permission, Refused, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters.rules import show_code
from portal.rooms.rooms.queries import invited
from portal.teams.roster.rules import HELPS, POST_NAMES
from portal.teams.seats import queries
from portal.teams.seats.models import CaseTeam
from portal.teams.seats.offers import offered
from portal.teams.seats.rooms import open_one
from portal.teams.seats.rules import LIVE
from portal.teams.seats.words import STATES

bp = Blueprint("case_teams", __name__, url_prefix="/cases/<uuid:case_id>/team")


def _case(case_id: uuid.UUID, permission: Permission) -> MediationCase:
    case = cases.get(db(), actor(), case_id)
    require(db(), actor(), permission, case)
    return case


def _team(case: MediationCase) -> CaseTeam:
    team = queries.of_holder(db(), case.id)
    if team is None:
        raise Refused(CONVENE.name)
    return team


@bp.get("")
@access(CONVENE)
def show(case_id: uuid.UUID) -> Answer:
    """Who was asked and how it stands; for the mediator also the plan, the advice and the notes."""
    case = _case(case_id, CONVENE)
    team = _team(case)
    mediates = MEDIATE.allows(db(), actor(), case)
    return render(
        "mediation/teams/show.html", case=case, code=show_code(case.matter.code), team=team, mediates=mediates,
        seats=queries.seats(db(), team), names=POST_NAMES, states=STATES, live=LIVE, form=ActionForm(),
        may_ask=_may_ask(case, team), **(_inner(case, team) if mediates else {}),
    )  # fmt: skip


def _inner(case: MediationCase, team: CaseTeam) -> dict[str, Any]:
    """What is internal to the team: reading it is written down first."""
    audit.note(db(), actor(), "team.read", team, ["facts", "plan", "question", "advice"])
    joint = find(db(), case.id, "joint", None)
    return {
        "advice": queries.advice_of(db(), team),
        "reviews": queries.reviews(db(), team),
        "room": open_one(db(), case.id),
        "joint": joint,
        "inside": {one.account_id for one in invited(db(), joint)} if joint is not None else set(),
    }


def _may_ask(case: MediationCase, team: CaseTeam | None) -> bool:
    runs = case.state in CONVENABLE and (team is None or team.ended_at is None)
    return runs and bool(offered(db(), case.matter, team))


@bp.route("/invite", methods=["GET", "POST"])
@access(CONVENE)
def invite(case_id: uuid.UUID) -> Answer:
    """One person for a post that the case needs."""
    case = _case(case_id, CONVENE)
    team = queries.of_holder(db(), case.id)
    if team is not None:
        audit.note(db(), actor(), "team.read", team, ["facts"])
    there = offered(db(), case.matter, team) if case.state in CONVENABLE else []
    facts = team.facts if team is not None else None
    form = InviteForm(offered=there, data={"seen": case.version, "facts": facts})
    if form.validate_on_submit() and fresh(form, case):
        try:
            services.convene(db(), actor(), case_id, form.facts.data or "", [form.called()])
        except Conflict as refused:
            form.refuse("person", str(refused))
        else:
            tell(_("已发出邀请。先由本人说明有没有利害关系，再问各方愿不愿意。"))
            return goto(".show", case_id=case_id)
    return render("mediation/teams/invite.html", form=form, case=case, offered=there, names=POST_NAMES, helps=HELPS)


@bp.post("/<uuid:seat_id>/recall")
@access(CONVENE)
def recall(case_id: uuid.UUID, seat_id: uuid.UUID) -> Answer:
    """Somebody is not needed any more."""
    if ActionForm().validate_on_submit():
        services.recall(db(), actor(), case_id, seat_id)
        tell(_("已不再请这位，并告诉了本人。"))
    return goto(".show", case_id=case_id)


@bp.route("/plan", methods=["GET", "POST"])
@access(MEDIATE)
def plan(case_id: uuid.UUID) -> Answer:
    """The pre-meeting plan, at most one page."""
    case = _case(case_id, MEDIATE)
    team = _team(case)
    audit.note(db(), actor(), "team.read", team, ["plan"])
    form = PlanForm(data={"seen": team.version, "plan": team.plan})
    if form.validate_on_submit() and fresh(form, team):
        services.plan(db(), actor(), case_id, form.plan.data or "")
        tell(_("已保存，并告诉了团队。"))
        return goto(".show", case_id=case_id)
    return render("mediation/teams/plan.html", form=form, case=case)


@bp.post("/<uuid:seat_id>/joint-room")
@access(MEDIATE)
def bring_in(case_id: uuid.UUID, seat_id: uuid.UUID) -> Answer:
    """Into the joint room, named to all."""
    if not ActionForm().validate_on_submit():
        return goto(".show", case_id=case_id)
    return goto("rooms.show", room_id=services.bring_in(db(), actor(), case_id, seat_id).id)


@bp.post("/advice/<uuid:advice_id>/share")
@access(MEDIATE)
def share(case_id: uuid.UUID, advice_id: uuid.UUID) -> Answer:
    """One note for all parties."""
    if ActionForm().validate_on_submit():
        services.share(db(), actor(), case_id, advice_id)
        tell(_("已给各方看，并通知了各方。"))
    return goto(".show", case_id=case_id)


@bp.route("/notes/new", methods=["GET", "POST"])
@access(MEDIATE)
def write_note(case_id: uuid.UUID) -> Answer:
    """会商纪要, written and signed off in one act."""
    case = _case(case_id, MEDIATE)
    team = _team(case)
    today = clock.today(current_app.extensions["portal"].settings.zone)
    form = NoteForm(today=today, data={"held_on": today})
    if form.validate_on_submit():
        row = services.sign_note(db(), actor(), case_id, form.note())
        tell(_("纪要已签，并告诉了团队。"))
        return goto(".note", case_id=case_id, note_id=row.id)
    there = queries.seats(db(), team, "seated")
    return render("mediation/teams/write_note.html", form=form, case=case, there=there, names=POST_NAMES)


@bp.get("/notes/<uuid:note_id>")
@access(MEDIATE)
def note(case_id: uuid.UUID, note_id: uuid.UUID) -> Answer:
    """One of them, to print."""
    case = _case(case_id, MEDIATE)
    row = next((one for one in queries.reviews(db(), _team(case)) if one.id == note_id), None)
    if row is None:
        raise Refused(MEDIATE.name)
    audit.note(db(), actor(), "team.note_read", row, ["decision", "steps"])
    return render("teams/seats/note.html", row=row, code=show_code(case.matter.code), names=POST_NAMES,
                  back=url_for("case_teams.show", case_id=case_id))  # fmt: skip


def on_case(db: Db, actor: Actor, case: MediationCase) -> Markup | None:
    """Who is there, and the way to call somebody in."""
    if not CONVENE.allows(db, actor, case):
        return None
    team = queries.of_holder(db, case.id)
    if team is None and case.state not in CONVENABLE:
        return None
    seats = queries.live(db, team) if team is not None else ()
    return Markup(
        render_template(
            "mediation/teams/case_panel.html", case=case, team=team, seats=seats, names=POST_NAMES, states=STATES,
            room=open_one(db, case.id) if team is not None and MEDIATE.allows(db, actor, case) else None,
            may_ask=case.state in CONVENABLE and (team is None or team.ended_at is None),
        )
    )  # fmt: skip
