"""The mediator's pages about a longer period, the sheet to sign on, and the head's agreement."""

import uuid
from typing import Any

from flask import Blueprint, render_template
from markupsafe import Markup

from mediation.agreements.policy import HAND_CODE
from mediation.cases import clocks
from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE, READ
from mediation.extensions import handing, queries, services
from mediation.extensions.forms import ProposeForm, RecordForm
from mediation.extensions.policy import APPROVE
from mediation.extensions.rules import EXTENDABLE
from mediation.extensions.words import ANSWERS, CHANNELS, STATES
from portal.clocks.models import RunningClock
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, Refused, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters import queries as matters
from portal.matters.models import Matter
from portal.matters.rules import show_code

bp = Blueprint("extensions", __name__, url_prefix="/cases/<uuid:case_id>/extension")
codes_bp = Blueprint("extension_codes", __name__, url_prefix="/matters/<uuid:matter_id>/extension-code")


def _mediated(case_id: uuid.UUID) -> MediationCase:
    case = cases.get(db(), actor(), case_id)
    require(db(), actor(), MEDIATE, case)
    return case


@bp.route("", methods=["GET", "POST"])
@access(MEDIATE)
def propose(case_id: uuid.UUID) -> Answer:
    """Until which day, and why; once the period has run out, what to do instead."""
    case = _mediated(case_id)
    row, refused = _period(case)
    form = ProposeForm(data={"seen": case.version})
    if form.validate_on_submit() and fresh(form, case):
        try:
            services.propose(db(), actor(), case_id, *form.asked())
        except Conflict as conflict:
            form.refuse("until_on", str(conflict))
        else:
            tell(_("已提出，正在征求各方。都在到期以前签字，期限才会延长。"))
            return goto("cases.show", case_id=case_id)
    return render("mediation/extensions/propose.html", form=form, case=case, period=row, refused=refused)


def _period(case: MediationCase) -> tuple[RunningClock | None, str]:
    try:
        return services.running(db(), case), ""
    except Conflict as conflict:
        return None, str(conflict)


@bp.route("/<uuid:party_id>", methods=["GET", "POST"])
@access(MEDIATE)
def record(case_id: uuid.UUID, party_id: uuid.UUID) -> Answer:
    """What a party signed on paper."""
    case = _mediated(case_id)
    extension = queries.open_of(db(), case.id)
    if extension is None:
        raise Conflict(_("现在没有等待答复的延长。"))
    one = queries.consent_of(extension, party_id)
    form = RecordForm(data={"seen": case.version})
    if form.validate_on_submit():
        services.record(db(), actor(), case_id, party_id, form.answer.data)
        tell(_("已记录，并已告知本人。"))
        return goto("cases.show", case_id=case_id)
    return render("mediation/extensions/record.html", form=form, case=case, extension=extension, party=one.party)


@bp.get("/paper")
@access(READ)
def paper(case_id: uuid.UUID) -> Answer:
    """延长调解期限同意书, to print and sign."""
    case = cases.get(db(), actor(), case_id)
    extension = queries.newest(db(), case)
    if extension is None:
        raise Refused(READ.name)
    audit.note(db(), actor(), "extension.read", extension, ["reason"])
    code = show_code(case.matter.code)
    return render("mediation/extensions/paper.html", case=case, extension=extension, code=code, channels=CHANNELS)


@bp.post("/approve")
@access(APPROVE)
def approve(case_id: uuid.UUID) -> Answer:
    """The head of the committee agrees."""
    if ActionForm().validate_on_submit():
        services.approve(db(), actor(), case_id)
        tell(_("已记下：调委会同意延长。"))
    return goto("cases.show", case_id=case_id)


@bp.post("/withdraw")
@access(MEDIATE)
def withdraw(case_id: uuid.UUID) -> Answer:
    """The mediator takes it back."""
    if ActionForm().validate_on_submit():
        services.withdraw(db(), actor(), case_id)
        tell(_("已收回，期限不变，并告诉了各方。"))
    return goto("cases.show", case_id=case_id)


@codes_bp.post("/<uuid:consent_id>")
@access(HAND_CODE)
def hand_code(matter_id: uuid.UUID, consent_id: uuid.UUID) -> Answer:
    """A slip for somebody who stands here: the digits are minted now and kept nowhere."""
    matter = matters.get(db(), actor(), matter_id)
    slip = handing.hand_over(db(), actor(), matter, consent_id)
    return render("mediation/extensions/code_slip.html", slip=slip, matter=matter)


def on_desk(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """In the hall: whoever has still to answer and cannot be sent a code gets it here, on a slip."""
    found = handing.waiting(db, actor, matter)
    if not found:
        return None
    shown = {"waiting": found, "form": ActionForm(), "matter": matter}
    return Markup(render_template("mediation/extensions/code_panel.html", **shown))


def on_case(db: Db, actor: Actor, case: MediationCase) -> Markup | None:
    """The legal period, what was proposed, and who has signed."""
    extension = queries.newest(db, case) if case.state in EXTENDABLE else None
    row = clocks.legal_period(db, case.matter) if case.state in EXTENDABLE else None
    if row is None or row.last_day is None:
        return None
    return Markup(render_template("mediation/extensions/case_panel.html", **_of_case(db, actor, case, extension, row)))


def _of_case(db: Db, actor: Actor, case: MediationCase, extension: Any, row: RunningClock) -> dict[str, Any]:
    waits = extension is not None and extension.state == "open"
    return {
        "case": case,
        "extension": extension,
        "period": row,
        "expired": row.due_if_resumed(clock.now()).at <= clock.now(),
        "waits": waits,
        "mediates": MEDIATE.allows(db, actor, case),
        "approves": waits and extension.needs_committee and APPROVE.allows(db, actor, case),
        "states": STATES,
        "answers": ANSWERS,
        "channels": CHANNELS,
        "form": ActionForm(),
    }
