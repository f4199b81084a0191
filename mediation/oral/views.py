"""A record on the spot, step by step: safety and what happened, who, what was agreed."""

import uuid
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, request

from mediation.agreements.amounts import yuan
from mediation.oral import drafts, rules, slips
from mediation.oral.forms import HappenedForm, PeopleForm
from mediation.oral.models import OralDraft
from mediation.oral.policy import RECORD
from mediation.oral.terms_forms import TermsForm
from portal.directory.taxonomy.rules import load
from portal.intake.triage.rules import suggest
from portal.kernel import audit, clock
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Refused
from portal.kernel.web import Answer, access, actor, db, goto, render, tell

bp = Blueprint("oral", __name__, url_prefix="/oral")
OFFERED = 3
"""Proposals of the class on the page."""


def zone() -> str:
    """Of the centre's wall clock."""
    found: str = current_app.extensions["portal"].settings.zone
    return found


@bp.post("/new/<uuid:committee_id>")
@access(RECORD)
def begin(committee_id: uuid.UUID) -> Answer:
    """For one of the committees for which one mediates."""
    if not actor().has("mediator", organisation=committee_id):
        raise Refused(RECORD.name)
    draft = drafts.begin(db(), actor(), committee_id)
    return lead_to(draft, "happened")


def opened(draft_id: uuid.UUID) -> tuple[OralDraft, dict[str, Any]]:
    """A draft of one's own and its answers; the read is written down."""
    draft = drafts.get(db(), actor(), draft_id, lock=request.method == "POST")
    audit.note(db(), actor(), "oral_draft.read", draft, ["answers"])
    return draft, drafts.answers(draft)


@bp.route("/drafts/<uuid:draft_id>/<name>", methods=["GET", "POST"])
@access(RECORD)
def step(draft_id: uuid.UUID, name: str) -> Answer:
    """One group of questions; what was typed is kept before the next page."""
    if name not in FORMS:
        raise Refused(RECORD.name)
    draft, known = opened(draft_id)
    if draft.matter_id is not None:
        return handed_in()
    missing = rules.first_missing(known, upto=name)
    if missing is not None:
        return lead_to(draft, missing)
    form = FORMS[name](known)
    if form.validate_on_submit():
        return _next(draft, name, form.answers())
    return render(PAGES[name], form=form, draft=draft, known=known, **place(name))


def handed_in() -> Answer:
    """Perhaps in another tab: to what is still to be handed over, else to the register."""
    tell(_("这件事已经登记过了。"))
    return goto("oral.slip" if slips.current(db(), actor()) else "oral.index")


def place(name: str) -> dict[str, Any]:
    """Where one is among the steps, and how long an answer may be."""
    number = rules.STEPS.index(name) + 1
    limits = {"max": rules.STORY_MAX, "days": rules.BACK.days}
    return {"number": number, "total": len(rules.STEPS), "before": rules.STEPS[number - 2], **limits}


def _next(draft: OralDraft, name: str, given: dict[str, Any]) -> Answer:
    if name == "terms":
        minor = load().minor(given["class_code"])
        bar = rules.unfit({flag.name for flag in minor.flags}, minor.moj)
        given["barred"] = bar.key if bar else ""
    known = drafts.keep(db(), actor(), draft, given)
    if rules.obstacle(known, clock.today(zone())) is not None:
        return goto("oral.on", draft_id=draft.id)
    return lead_to(draft, rules.after(name))


def lead_to(draft: OralDraft, name: str) -> Answer:
    """To a step of this draft."""
    if name == "check":
        return goto("oral.check", draft_id=draft.id)
    return goto("oral.step", draft_id=draft.id, name=name)


def _happened(known: dict[str, Any]) -> HappenedForm:
    now = clock.now()
    at = datetime.fromisoformat(known["agreed"]) if "agreed" in known else now
    local = at.astimezone(ZoneInfo(zone()))
    data = {**known, "agreed_on": local.date(), "agreed_time": time(local.hour, local.minute)}
    return HappenedForm(data=data, now=now, zone=zone())


def _people(known: dict[str, Any]) -> PeopleForm:
    return PeopleForm(data=known, today=clock.today(zone()))


def _terms(known: dict[str, Any]) -> TermsForm:
    proposed = [one.code for one in suggest(known["story"]).candidates][:OFFERED]
    duties = [{**duty, **_typed(duty)} for duty in known.get("duties", ())] or [{"debtor": "0", "creditor": "1"}]
    data = {**known, "class_code": known.get("chosen"), "duties": duties}
    names = [one["name"] for one in known["parties"]]
    return TermsForm(data=data, proposed=proposed, names=names, today=clock.today(zone()))


def _typed(duty: dict[str, Any]) -> dict[str, Any]:
    """A duty as its form shows it."""
    day = date.fromisoformat(duty["due_on"]) if duty["due_on"] else None
    creditor = "" if duty["creditor"] is None else str(duty["creditor"])
    return {"debtor": str(duty["debtor"]), "creditor": creditor, "amount": yuan(duty["amount"]), "due_on": day}


FORMS: dict[str, Any] = {"happened": _happened, "people": _people, "terms": _terms}
PAGES = {
    "happened": "mediation/oral/happened.html",
    "people": "mediation/oral/people.html",
    "terms": "mediation/oral/terms.html",
}


@bp.post("/drafts/<uuid:draft_id>/drop")
@access(RECORD)
def drop(draft_id: uuid.UUID) -> Answer:
    """Not to be registered after all."""
    draft = drafts.get(db(), actor(), draft_id, lock=True)
    if ActionForm().validate_on_submit():
        drafts.drop(db(), actor(), draft)
        tell(_("已去掉。"))
    return goto("oral.index")
