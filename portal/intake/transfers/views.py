"""The desk's page for handing a matter over, and the panel that tells the person who has it now."""

import uuid

from flask import Blueprint, render_template, request
from markupsafe import Markup

from portal.intake.dispatch.policy import TRIAGE
from portal.intake.transfers import services
from portal.intake.transfers.forms import TransferForm
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters import queries as matters
from portal.matters.models import Matter

bp = Blueprint("transfers", __name__, url_prefix="/matters")


@bp.route("/<uuid:matter_id>/transfer", methods=["GET", "POST"])
@access(TRIAGE)
def transfer(matter_id: uuid.UUID) -> Answer:
    """After the body was called and has said yes: write down who has it."""
    matter = matters.get(db(), actor(), matter_id)
    require(db(), actor(), TRIAGE, matter)
    lacking = services.lacks(matter)
    if lacking and request.method == "GET":
        tell(lacking)
        return goto("matters.show", matter_id=matter_id)
    form = TransferForm(data={"seen": matter.version})
    if form.validate_on_submit() and fresh(form, matter):
        given = (form.body.data or "", form.phone.data or "", form.words.data or "")
        services.transfer(db(), actor(), matter_id, *given)
        tell(_("已登记转介，并告诉了申请人由谁接手、电话是多少。"))
        return goto("matters.show", matter_id=matter_id)
    return render("intake/transfers/transfer.html", form=form, matter=matter)


def panel(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """On the applicant's page: who has it, and their phone."""
    found = services.transfer_of(db, matter) if matter.close_kind == "transferred" else None
    if found is None:
        return None
    audit.note(db, actor, "transfer.read", matter, ["words"])
    return Markup(render_template("intake/transfers/panel.html", found=found))
