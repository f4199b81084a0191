"""Triage and assignment pages, and the panel that leads to them from a matter."""

import uuid
from typing import Any

from flask import Blueprint, render_template, request
from markupsafe import Markup

from portal.directory.taxonomy.rules import load
from portal.intake.dispatch import queries, services
from portal.intake.dispatch.forms import AssignForm, RespondentForm, TriageForm
from portal.intake.dispatch.models import Triage
from portal.intake.dispatch.policy import ASSIGN, TRIAGE
from portal.intake.dispatch.rules import OPEN_MODES
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters import queries as matters
from portal.matters.models import Matter
from portal.matters.policy import SHOW

bp = Blueprint("dispatch", __name__, url_prefix="/matters")


@bp.route("/<uuid:matter_id>/triage", methods=["GET", "POST"])
@access(TRIAGE)
def triage(matter_id: uuid.UUID) -> Answer:
    """What was said, what the machine makes of it and from which words, what the person decides."""
    matter = matters.get(db(), actor(), matter_id)
    require(db(), actor(), TRIAGE, matter)
    audit.note(db(), actor(), "matter.story_read", matter, ["story", "proposal", "reason"])
    record = queries.triage_of(db(), matter)
    form = TriageForm(data=_defaults(record, matter), proposal=queries.proposal(record))
    if form.validate_on_submit() and fresh(form, matter):
        services.decide(
            db(), actor(), matter_id, class_code=form.class_code.data, mode=form.mode.data,
            dangers=form.dangers.data or [], reason=form.reason.data or "",
        )  # fmt: skip
        tell(_("分类已确认。"))
        return goto("dispatch.assign" if matter.mode in OPEN_MODES else "matters.show", matter_id=matter_id)
    return render("intake/dispatch/triage.html", form=form, matter=matter, record=record, classes=load().minors)


def _defaults(record: Triage, matter: Matter) -> dict[str, Any]:
    first = next(iter(record.proposal["candidates"]), None)
    return {
        "class_code": record.class_code or (first["code"] if first else None),
        "mode": record.mode or record.proposal["service"],
        "dangers": record.dangers,
        "reason": record.reason,
        "seen": matter.version,
    }


@bp.route("/<uuid:matter_id>/assign", methods=["GET", "POST"])
@access(ASSIGN)
def assign(matter_id: uuid.UUID) -> Answer:
    """Who takes it: committees with their mediators and how busy each is."""
    matter = matters.get(db(), actor(), matter_id)
    require(db(), actor(), ASSIGN, matter)
    lacking = services.lacks(matter)
    if lacking and request.method == "GET":
        tell(lacking)
        return goto("matters.show", matter_id=matter_id)
    form = AssignForm(offered=queries.choices(db(), matter), data={"seen": matter.version})
    if form.validate_on_submit() and fresh(form, matter):
        services.assign(db(), actor(), matter_id, *form.chosen())
        tell(_("已分派。调解员确认没有利害关系后才能打开案情。"))
        if not SHOW.allows(db(), actor(), matter):  # given to oneself: shut until the own statement
            return goto("matters.docket")
        return goto("matters.show", matter_id=matter_id)
    return render("intake/dispatch/assign.html", form=form, matter=matter)


@bp.route("/<uuid:matter_id>/respondent", methods=["GET", "POST"])
@access(TRIAGE)
def respondent(matter_id: uuid.UUID) -> Answer:
    """Write down who the other side is."""
    matter = matters.get(db(), actor(), matter_id)
    require(db(), actor(), TRIAGE, matter)
    form = RespondentForm(data={"seen": matter.version})
    if form.validate_on_submit() and fresh(form, matter):
        services.name_respondent(db(), actor(), matter_id, form.data_of())
        tell(_("已补上对方当事人。"))
        return goto("matters.show", matter_id=matter_id)
    return render("intake/dispatch/respondent.html", form=form, matter=matter)


def _known(matter: Matter) -> bool:
    return any(party.role == "respondent" for party in matter.parties)


def panel(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """On the matter's page: what the desk has to do with it now."""
    if not TRIAGE.allows(db, actor, matter) or matter.stage not in ("registered", "triaged"):
        return None
    record = queries.triage_of(db, matter)
    return Markup(
        render_template(
            "intake/dispatch/panel.html", matter=matter, record=record, open_modes=OPEN_MODES, known=_known(matter)
        )
    )
