"""The list of one's own sign-ins."""

import uuid

from flask import Blueprint

from portal.accounts.devices import queries, services
from portal.accounts.devices.policy import DEVICES
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.web import Answer, access, actor, db, goto, render, tell

bp = Blueprint("devices", __name__, url_prefix="/account/devices")


@bp.get("")
@access(DEVICES)
def index() -> Answer:
    """Where one is signed in, this device on top."""
    rows = sorted(queries.mine(db(), actor()), key=lambda row: row.id != actor().session)
    return render("accounts/devices/index.html", rows=rows, form=ActionForm())


@bp.post("/<uuid:session_id>/end")
@access(DEVICES)
def end(session_id: uuid.UUID) -> Answer:
    """End one of them."""
    if ActionForm().validate_on_submit():
        services.end_one(db(), actor(), session_id)
        tell(_("那台设备上的登录已退出。"))
    return goto("devices.index")


@bp.post("/end-others")
@access(DEVICES)
def end_others() -> Answer:
    """End all but this one."""
    if ActionForm().validate_on_submit():
        services.end_others(db(), actor())
        tell(_("其他设备上的登录都已退出。"))
    return goto("devices.index")
