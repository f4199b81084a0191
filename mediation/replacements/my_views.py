"""A party's page: I would rather have somebody else."""

from flask import Blueprint, render_template
from markupsafe import Markup

from mediation.cases import queries as cases
from mediation.cases.words import mediator_name
from mediation.replacements import queries, services
from mediation.replacements.forms import AskForm
from mediation.replacements.policy import ASK
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor
from portal.kernel.web import Answer, access, actor, db, goto, render, tell
from portal.matters import hearing
from portal.matters.models import Matter

bp = Blueprint("my_mediator", __name__, url_prefix="/my/mediator")


@bp.route("", methods=["GET", "POST"])
@access(ASK)
def ask() -> Answer:
    """Once for each mediator; no reason is needed."""
    case = queries.askable(db(), actor())
    before = queries.own_request(db(), actor(), case)
    form = AskForm(people=queries.colleagues(db(), case))
    if before is None and form.validate_on_submit():
        words = form.words.data or ""
        services.ask(db(), actor(), form.wish(), words)
        tell(_("已转给调委会。调解员不知道您提出过。"))
        return goto(hearing.first(words) or "matters.status")
    return render("mediation/replacements/ask.html", form=form, case=case, before=before, mediator=mediator_name(case))


def on_person(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """Where to ask, that it was asked, and what was answered."""
    case = cases.of_matter(db, matter.id)
    if case is None or not ASK.door(actor) or not ASK.allows(db, actor, case):
        return None
    before = queries.own_request(db, actor, case)
    if before is not None and before.reply_sealed is not None:
        audit.note(db, actor, "mediator.reply_read", before, ["reply"])
    return Markup(render_template("mediation/replacements/person_panel.html", before=before))
