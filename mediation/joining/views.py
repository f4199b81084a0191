"""The page that asks who it is, and the ways to it."""

import uuid

from flask import Blueprint, render_template
from markupsafe import Markup

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE
from mediation.joining import queries, services
from mediation.joining.policy import JOIN, at_desk
from mediation.joining.rules import JOINABLE
from portal.intake.dispatch.forms import RespondentForm
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters.models import Matter

bp = Blueprint("joining", __name__, url_prefix="/cases")


@bp.route("/<uuid:case_id>/parties/new", methods=["GET", "POST"])
@access(JOIN)
def join(case_id: uuid.UUID) -> Answer:
    """Who the new party is, as far as it is known; they are invited like everybody."""
    case = queries.get(db(), actor(), case_id)
    form = RespondentForm(data={"seen": case.version})
    if form.validate_on_submit() and fresh(form, case):
        try:
            services.join(db(), actor(), case_id, form.data_of())
        except Conflict as refused:
            form.refuse("", str(refused))
        else:
            tell(_("已加上这一方，并告诉了其他各方。对方同意以前，调解先等一等。"))
            return _back(case)
    at_file = MEDIATE.allows(db(), actor(), case)
    return render(
        "mediation/joining/join.html", form=form, case=case, at_file=at_file, open=case.state in JOINABLE,
        names=[party.person.name for party in cases.parties(db(), case.matter_id)],
    )  # fmt: skip


def _back(case: MediationCase) -> Answer:
    if MEDIATE.allows(db(), actor(), case):
        return goto("cases.show", case_id=case.id)
    return goto("matters.show", matter_id=case.matter_id)


def on_case(db: Db, actor: Actor, case: MediationCase) -> Markup | None:
    """For the mediator, before the talks begin."""
    if case.state not in JOINABLE or not MEDIATE.allows(db, actor, case):
        return None
    return Markup(render_template("mediation/joining/panel.html", case=case))


def on_matter(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """For the desk, once the matter is given away and before the talks begin."""
    case = cases.of_matter(db, matter.id)
    if case is None or case.state not in JOINABLE or not at_desk(db, actor, case):
        return None
    return Markup(render_template("mediation/joining/panel.html", case=case))
