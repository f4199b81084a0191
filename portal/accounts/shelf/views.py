"""From one's account into a case, and back."""

import uuid

from flask import Blueprint, redirect

from portal.accounts.sessions.services import step_back, step_into
from portal.accounts.sessions.web import from_account, this_device
from portal.accounts.shelf import services
from portal.accounts.shelf.policy import KEPT
from portal.accounts.visits import cases
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import PUBLIC
from portal.kernel.web import Answer, access, actor, db, goto, tell

bp = Blueprint("shelf", __name__, url_prefix="/account/cases")


@bp.post("/<uuid:case_id>/open")
@access(KEPT)
def open_case(case_id: uuid.UUID) -> Answer:
    """Into the case, as the person one is there."""
    if not ActionForm().validate_on_submit():
        return goto("residents.home")
    row, token = services.open_kept(db(), actor(), case_id, this_device())
    step_into(token)
    return redirect(cases.home(db(), row.matter_id, row.person_id), 303)


@bp.post("/<uuid:case_id>/put-away")
@access(KEPT)
def put_away(case_id: uuid.UUID) -> Answer:
    """Off the list."""
    if ActionForm().validate_on_submit():
        services.put_away(db(), actor(), case_id)
        tell(_("已从账户里移开。以后要看，用案件编码和查询密码进入。"))
    return goto("residents.home")


@bp.post("/back")
@access(PUBLIC)
def back() -> Answer:
    """Out of the case, to the account that waits behind it."""
    if ActionForm().validate_on_submit() and from_account():
        step_back()
    return goto("residents.home")
