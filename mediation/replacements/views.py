"""Staff's pages when a mediator changes, and the panels that lead to them."""

import uuid
from typing import Any

from flask import Blueprint, render_template
from markupsafe import Markup

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE, READ
from mediation.replacements import queries, services
from mediation.replacements.forms import KeepForm, NameForm, StepBackForm
from mediation.replacements.policy import NAME, vacancy_of
from mediation.replacements.rules import CAUSES, REPLACEABLE, STEPPING
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters.models import Matter
from portal.matters.policy import SHOW
from portal.matters.rules import show_code
from portal.matters.words import class_name

bp = Blueprint("replacements", __name__, url_prefix="/cases/<uuid:case_id>")


@bp.route("/step-back", methods=["GET", "POST"])
@access(MEDIATE)
def step_back(case_id: uuid.UUID) -> Answer:
    """The mediator cannot go on; the file closes with the answer."""
    case = cases.get(db(), actor(), case_id)
    require(db(), actor(), MEDIATE, case)
    form = StepBackForm(data={"seen": case.version})
    if form.validate_on_submit() and fresh(form, case):
        services.step_back(db(), actor(), case_id, form.ground.data, form.words.data or "")
        tell(_("已记下，案卷已经对您关闭，会另请一位调解员。谢谢您如实说明。"))
        return goto("cases.index")
    return render("mediation/replacements/step_back.html", form=form, case=case, grounds=STEPPING)


@bp.route("/mediator", methods=["GET", "POST"])
@access(NAME)
def name(case_id: uuid.UUID) -> Answer:
    """Who takes over; what the parties asked for, and what the former left word of."""
    case = queries.to_name(db(), actor(), case_id)
    form = NameForm(offered=queries.offered(db(), actor(), case), data={"seen": case.version})
    if form.validate_on_submit() and fresh(form, case):
        try:
            services.name(db(), actor(), case_id, *form.chosen())
        except Conflict as refused:
            form.refuse("mediator", str(refused))
        else:
            tell(_("已指定。新的调解员确认没有利害关系后接手；原来的调解员看不到案卷了。"))
            return _back(case)
    return render("mediation/replacements/name.html", form=form, **_known(case))


def _known(case: MediationCase) -> dict[str, Any]:
    """Reading what was said is written down first."""
    asked = queries.requests(db(), case)
    vacancy = vacancy_of(db(), case)
    for row in (*asked, *([vacancy] if vacancy else ())):
        audit.note(db(), actor(), "mediator.words_read", row, ["words"])
    return {
        "case": case,
        "code": show_code(case.matter.code),
        "class_name": class_name(case.matter.class_code),
        "requests": asked,
        "vacancy": vacancy,
        "waits": [one for one in vacancy.nominations if one.answer == "pending"] if vacancy else [],
        "causes": CAUSES,
        "grounds": STEPPING,
        "at_file": READ.allows(db(), actor(), case),
    }


def _back(case: MediationCase) -> Answer:
    if READ.allows(db(), actor(), case):
        return goto("cases.show", case_id=case.id)
    if SHOW.allows(db(), actor(), case.matter):
        return goto("matters.show", matter_id=case.matter_id)
    return goto("cases.index")  # whoever named themselves: shut until their own statement


@bp.route("/mediator/requests/<uuid:request_id>", methods=["GET", "POST"])
@access(NAME)
def keep(case_id: uuid.UUID, request_id: uuid.UUID) -> Answer:
    """There is nobody else: say so to the party who asked."""
    case = queries.to_name(db(), actor(), case_id)
    row = queries.request(db(), case, request_id)
    audit.note(db(), actor(), "mediator.words_read", row, ["words"])
    form = KeepForm()
    if form.validate_on_submit():
        services.keep(db(), actor(), case_id, request_id, form.reply.data or "")
        tell(_("已答复提出请求的这一方。"))
        return _back(case)
    return render("mediation/replacements/keep.html", form=form, case=case, asked=row)


def on_case(db: Db, actor: Actor, case: MediationCase) -> Markup | None:
    """For the mediator the way out; for the head the empty seat and what was asked."""
    if case.state not in REPLACEABLE:
        return None
    names, mediates = NAME.allows(db, actor, case), MEDIATE.allows(db, actor, case)
    if not names and not mediates:
        return None
    return _panel(db, case, names=names, mediates=mediates)


def on_matter(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """For the centre's dispatchers, where the committee cannot name somebody by itself."""
    case = cases.of_matter(db, matter.id)
    if case is None or case.state not in REPLACEABLE or not NAME.allows(db, actor, case):
        return None
    return _panel(db, case, names=True, mediates=False)


def _panel(db: Db, case: MediationCase, *, names: bool, mediates: bool) -> Markup:
    vacancy = vacancy_of(db, case)
    waits = [one.mediator.display_name for one in vacancy.nominations if one.answer == "pending"] if vacancy else []
    asked = len(queries.requests(db, case)) if names else 0
    return Markup(
        render_template(
            "mediation/replacements/case_panel.html", case=case, vacancy=vacancy, waits=waits, asked=asked,
            names=names, mediates=mediates,
        )
    )  # fmt: skip
