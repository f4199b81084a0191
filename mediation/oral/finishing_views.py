"""A record on the spot, at its end: everything once more and signed; or handed on to the centre; the slips."""

import uuid
from datetime import date, datetime
from typing import Any

import segno
from flask import current_app, request, url_for

from mediation.consents.wording import RIGHTS
from mediation.oral import content, drafts, ordinary, queries, recording, rules, slips
from mediation.oral.people import hints_for
from mediation.oral.policy import RECORD
from mediation.oral.terms_forms import CheckForm, OrdinaryForm
from mediation.oral.views import bp, handed_in, lead_to, opened, place, zone
from portal.accounts.passwords.confirming import is_holder
from portal.accounts.typed import said
from portal.intake.alarms.services import ask_for_call
from portal.kernel import clock, i18n
from portal.kernel.forms import ActionForm
from portal.kernel.forms.checks import MOBILE, digits
from portal.kernel.i18n import gettext as _
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters.rules import show_code
from portal.matters.words import class_name
from portal.people.consents.texts import notice

__all__ = ["bp", "call", "check", "on", "slip"]
ONE = "/drafts/<uuid:draft_id>"
LAST = ("interest", "written")
"""What the last page itself asks, and may be answered otherwise there."""


def _today() -> date:
    return clock.today(zone())


@bp.route(f"{ONE}/check", methods=["GET", "POST"])
@access(RECORD)
def check(draft_id: uuid.UUID) -> Answer:
    """Everything once more, what everybody has said, and the mediator's signature."""
    draft, known = opened(draft_id)
    if draft.matter_id is not None:
        return handed_in()
    before = {name: told for name, told in known.items() if name not in LAST}
    if rules.first_missing(known) is not None or rules.obstacle(before, _today()) is not None:
        return goto("oral.on", draft_id=draft.id)
    form = CheckForm(data={**known, "seen": draft.version}, names=[one["name"] for one in known["parties"]])
    if form.validate_on_submit() and fresh(form, draft) and is_holder(db(), actor(), form, said(form.password)):
        return _finish(draft_id, form.answers())
    return render("mediation/oral/check.html", form=form, **_summary(draft_id))


def _summary(draft_id: uuid.UUID) -> dict[str, Any]:
    """Loaded anew: checking a password lets the transaction go."""
    draft, known = opened(draft_id)
    return {
        "draft": draft,
        "known": known,
        "hints": hints_for(db(), actor(), known),
        "class_name": class_name(known["class_code"]),
        "terms": [content.sentence(promise) for promise in content.promises(known)],
        "agreed": datetime.fromisoformat(known["agreed"]),
        "rights": RIGHTS,
        "notice": notice(),
        **place("check"),
    }


def _finish(draft_id: uuid.UUID, given: dict[str, Any]) -> Answer:
    draft = drafts.get(db(), actor(), draft_id, lock=True)
    if draft.matter_id is not None:
        return handed_in()
    known = drafts.keep(db(), actor(), draft, given)
    if rules.obstacle(known, _today()) is not None:
        return goto("oral.on", draft_id=draft_id)
    made = recording.record(db(), actor(), draft_id)
    slips.keep(db(), actor(), made.case.matter_id, made.qr_token, made.slips)
    tell(_("已登记：%(number)s。口头协议从谈成时起生效。", number=made.oral.paper.number_text))
    return goto("oral.slip")


@bp.route(f"{ONE}/on", methods=["GET", "POST"])
@access(RECORD)
def on(draft_id: uuid.UUID) -> Answer:
    """Why it goes the ordinary way, and the button that hands it to the centre with all that was typed."""
    draft, known = opened(draft_id)
    if draft.matter_id is not None:
        return handed_in()
    why = rules.obstacle(known, _today())
    if why is None:
        return lead_to(draft, rules.first_missing(known) or "check")
    form, ready = OrdinaryForm(), rules.first_missing(known, upto="terms") is None
    if ready and form.validate_on_submit():
        matter, slip, token = ordinary.hand_over(db(), actor(), draft_id)
        slips.keep(db(), actor(), matter.id, token, [slip])
        tell(_("已转给中心，按普通程序办理。"))
        return goto("oral.slip")
    bar = next((one for one in rules.UNFIT if one.key == known.get("barred")), None) if why == "class" else None
    told = {"why": why, "words": rules.OBSTACLES[why], "bar": bar, "ready": ready, "notice": notice()}
    return render("mediation/oral/on.html", form=form, draft=draft, call=ActionForm(), **told)


@bp.post(f"{ONE}/call")
@access(RECORD)
def call(draft_id: uuid.UUID) -> Answer:
    """Whoever is on duty shall call the mediator on this number."""
    draft, _known = opened(draft_id)
    number = digits(request.form.get("phone"))
    if ActionForm().validate_on_submit() and MOBILE.fullmatch(number):
        ask_for_call(db(), draft.id, number)
        tell(_("已把您的号码交给值班人员。请仍然先拨打 110 或 120。"))
    else:
        tell(_("手机号应是 11 位数字，以 1 开头，请核对。"))
    return goto("oral.on", draft_id=draft_id)


@bp.route("/slips", methods=["GET", "POST"])
@access(RECORD)
def slip() -> Answer:
    """One party after the other is handed their code and PIN, each shown once."""
    found = slips.current(db(), actor())
    if found is None:
        return goto("oral.index")
    form = ActionForm()
    if form.validate_on_submit():
        slips.handed(db(), actor(), request.form.get("person", ""))
        return goto("oral.slip")
    base = current_app.extensions["portal"].settings.base_url
    qr = segno.make(base + url_for("matters.qr", token=found.qr_token), error="m").svg_data_uri(scale=4, border=2)
    oral = queries.of_matter(db(), found.matter.id)
    until = rules.contest_until(oral.recorded_at, zone()) if oral is not None else None
    told = {"slip": found, "code": show_code(found.matter.code), "qr": qr, "base": base, "oral": oral, "until": until}
    return i18n.in_locale(found.matter.locale, lambda: render("mediation/oral/slip.html", form=form, **told))
