"""Following up and breaking off for the mediator; what can be done now for the parties."""

import uuid
from datetime import date
from typing import Any

from flask import Blueprint, render_template
from markupsafe import Markup

from mediation.cases import queries as cases
from mediation.cases import reaching
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE, READ
from mediation.performing import following_up, queries
from mediation.performing.forms import BreachForm, FollowUpForm
from mediation.performing.policy import BREACH
from mediation.performing.rules import FOUND, WAYS, Remedy
from portal.followup.obligations.views import panel as ledger_panel
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.feature import Waiting
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import show_day
from portal.kernel.money import figures
from portal.kernel.policy import Actor, Conflict, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters.models import Matter

bp = Blueprint("performing", __name__)


def _mediated(case_id: uuid.UUID) -> MediationCase:
    case = cases.get(db(), actor(), case_id)
    require(db(), actor(), MEDIATE, case)
    if case.state != "performing":
        raise Conflict(_("这件协议现在不在履行中。请看最新的情况。"))
    return case


@bp.route("/cases/<uuid:case_id>/duties/<uuid:duty_id>/follow-up", methods=["GET", "POST"])
@access(MEDIATE)
def follow_up(case_id: uuid.UUID, duty_id: uuid.UUID) -> Answer:
    """Asked and urged, and what came of it."""
    case = _mediated(case_id)
    duty = queries.late_one(db(), case, duty_id)
    audit.note(db(), actor(), "duty.read", duty, ["text"])
    form = FollowUpForm(data={"seen": duty.version})
    if form.validate_on_submit() and fresh(form, duty):
        given = (form.way.data, form.found.data, form.words.data or "")
        following_up.follow_up(db(), actor(), case_id, duty_id, *given)
        tell(_("已记录回访。"))
        return goto("cases.show", case_id=case_id)
    sides = [party for party in (duty.debtor, duty.creditor) if party is not None]
    reached = reaching.lines(db(), actor(), sides)
    lines = [(party, reached[party.id]) for party in sides]
    return render("mediation/performing/follow_up.html", form=form, case=case, duty=duty, figures=figures, lines=lines)


@bp.route("/cases/<uuid:case_id>/breach", methods=["GET", "POST"])
@access(MEDIATE)
def breach(case_id: uuid.UUID) -> Answer:
    """A person says that it was not kept; nothing does so by itself."""
    case = _mediated(case_id)
    late = queries.late_ones(db(), case)
    audit.note(db(), actor(), "duties.read", case, ["text"])
    form = BreachForm(data={"seen": case.version})
    if form.validate_on_submit() and fresh(form, case):
        following_up.break_off(db(), actor(), case_id)
        tell(_("已记下没有按约履行，并告诉了各方接下来可以怎么办。"))
        return goto("cases.show", case_id=case_id)
    ways, last = queries.open_remedies(db(), case, late)
    return render(
        "mediation/performing/breach.html", form=form, case=case, duties=late, figures=figures,
        remedies=_worded(ways, last), breakable=queries.breakable(db(), case),
    )  # fmt: skip


def _worded(ways: list[Remedy], last: date | None) -> list[tuple[str, Any]]:
    day = show_day(last) if last is not None else ""
    return [(str(one.words) % {"day": day}, one.source) for one in ways]


@bp.get("/my/breach")
@access(BREACH)
def mine() -> Answer:
    """What was not kept, and what can be done now."""
    case = queries.broken(db(), actor())
    duties = queries.unsettled(db(), case)
    audit.note(db(), actor(), "duties.read", case, ["text"])
    ways, last = queries.open_remedies(db(), case, duties)
    owing = [one for one in duties if one.debtor.person_id == actor().person]
    return render(
        "mediation/performing/mine.html", case=case, duties=duties, owing=owing, figures=figures,
        remedies=_worded(ways, last),
    )  # fmt: skip


def on_case(db: Db, actor: Actor, case: MediationCase) -> Markup | None:
    """What is late, what was done about it, and what the mediator may do; the head of the committee reads it."""
    if case.state not in ("performing", "breached") or not READ.allows(db, actor, case):
        return None
    late = queries.late_ones(db, case)
    done = queries.follow_ups(db, case)
    if not late and not done:
        return None
    audit.note(db, actor, "duties.read", case, ["text", "words"])
    return Markup(
        render_template(
            "mediation/performing/case_panel.html", case=case, late=late, done=done, ways=WAYS, found=FOUND,
            figures=figures, breakable=queries.breakable(db, case), mediates=MEDIATE.allows(db, actor, case),
        )
    )  # fmt: skip


def duties_on_case(db: Db, actor: Actor, case: MediationCase) -> Markup | None:
    """All that was promised and what both sides say of it, for whoever opens the file."""
    return ledger_panel(db, actor, case.matter) if READ.allows(db, actor, case) else None


def on_person(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """For a party, once it was said: where it stands what can be done."""
    case = cases.of_matter(db, matter.id)
    if case is None or not BREACH.door(actor) or not BREACH.allows(db, actor, case):
        return None
    return Waiting(render_template("mediation/performing/person_panel.html"))
