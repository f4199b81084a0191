"""The decline page for the desk, and the notice the applicant reads and prints."""

import uuid

from flask import Blueprint, render_template
from markupsafe import Markup

from portal.intake.declines import services
from portal.intake.declines.forms import DeclineForm
from portal.intake.declines.rules import GROUNDS, ROUTES
from portal.intake.dispatch.policy import TRIAGE
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters import queries as matters
from portal.matters.models import Matter

bp = Blueprint("declines", __name__, url_prefix="/matters")


@bp.route("/<uuid:matter_id>/decline", methods=["GET", "POST"])
@access(TRIAGE)
def decline(matter_id: uuid.UUID) -> Answer:
    """Ground and words; the routes that will be named are shown before it is done."""
    matter = matters.get(db(), actor(), matter_id)
    require(db(), actor(), TRIAGE, matter)
    form = DeclineForm(data={"seen": matter.version})
    if form.validate_on_submit() and fresh(form, matter):
        services.decline(db(), actor(), matter_id, form.ground.data, form.words.data or "")
        tell(_("已告知申请人不予受理的理由和其他途径。"))
        return goto("matters.show", matter_id=matter_id)
    return render("intake/declines/decline.html", form=form, matter=matter, grounds=GROUNDS, routes=ROUTES)


def panel(db: Db, _actor: Actor, matter: Matter) -> Markup | None:
    """On the applicant's page: why, and where to go now."""
    found = services.decline_of(db, matter) if matter.close_kind == "declined" else None
    if found is None:
        return None
    ground = GROUNDS[found.ground]
    routes = [ROUTES[key] for key in ground.routes]
    return Markup(render_template("intake/declines/panel.html", found=found, ground=ground, routes=routes))
