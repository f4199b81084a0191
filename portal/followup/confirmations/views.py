"""The panel that says by when and where to apply, and the button that says it was done."""

from flask import Blueprint, render_template
from markupsafe import Markup

from portal.clocks.queries import of_subjects
from portal.directory.taxonomy.rules import load
from portal.followup.confirmations import queries, services
from portal.followup.confirmations.rules import CLOCK, may_confirm
from portal.kernel.db import Db
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Permission
from portal.kernel.web import Answer, access, actor, db, goto, tell
from portal.matters import queries as matters
from portal.matters.models import Matter

bp = Blueprint("confirmations", __name__)

APPLY = Permission("confirmation.apply", lambda who: who.person is not None)


@bp.post("/my/matter/confirmation-applied")
@access(APPLY)
def applied() -> Answer:
    """Somebody says that both have applied at the court."""
    if services.applied(db(), actor(), matters.own(db(), actor())):
        tell(_("已记下：你们已申请司法确认，不再提醒。"))
    else:
        tell(_("已记下您说的。另一方也说申请过了，才不再提醒；最后一天照旧。"))
    return goto("matters.status")


def panel(db: Db, who: Actor, matter: Matter) -> Markup | None:
    """While the thirty days run: the last day in words, what to bring, where (R-05: only where the class allows it)."""
    flags = {flag.name for flag in load().minor(matter.class_code).flags} if matter.class_code else set()
    if not may_confirm(flags):
        return None
    rows = of_subjects(db, "matter", [matter.id], running=True).get(matter.id, ())
    row = next((one for one in rows if one.code == CLOCK), None)
    done = queries.applied_at(db, matter)
    told = queries.told_by(db, matter, who.person) if who.person is not None else None
    if row is None and done is None:
        return None
    party = who.person is not None and queries.may_tell(db, matter, who.person)
    return Markup(
        render_template(
            "followup/confirmations/panel.html", row=row, done=done, told=told, form=ActionForm(), party=party
        )
    )
