"""The page before the file: grounds for stepping back, and one answer."""

import uuid

from flask import Blueprint

from mediation.conflicts import queries, services
from mediation.conflicts.forms import DeclareForm
from mediation.conflicts.policy import DECLARE
from mediation.conflicts.rules import GROUNDS
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters.rules import show_code
from portal.matters.words import class_name
from portal.teams.interests import queries as interests
from portal.teams.interests.rules import worded

bp = Blueprint("conflicts", __name__, url_prefix="/cases")


@bp.route("/<uuid:case_id>/conflict", methods=["GET", "POST"])
@access(DECLARE)
def declare(case_id: uuid.UUID) -> Answer:
    """Code, class and names to compare; the story stays closed."""
    case = queries.get(db(), actor(), case_id)
    require(db(), actor(), DECLARE, case)
    form = DeclareForm(data={"seen": case.version})
    if form.validate_on_submit() and fresh(form, case):
        ground = form.stated()
        services.declare(db(), actor(), case_id, ground)
        if ground is not None:
            tell(_("已退回，会另请一位调解员。谢谢您如实说明。"))
            return goto("cases.index")
        tell(_("已记录。现在可以打开案卷，联系各方。"))
        return goto("cases.show", case_id=case_id)
    card = queries.card(db(), case)
    found = interests.hints_for(db(), case.matter_id, actor().account or case.mediator_id)
    return render(
        "mediation/conflicts/declare.html", form=form, card=card, code=show_code(card.code),
        class_name=class_name(card.class_code), hints=worded(found), grounds=GROUNDS,
    )  # fmt: skip
