"""Leaving, from the button in every page's head."""

from flask import Blueprint, redirect

from portal.accounts.sessions.services import sign_out as end
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import PUBLIC
from portal.kernel.web import Answer, access, tell

bp = Blueprint("sessions", __name__)


@bp.post("/sign-out")
@access(PUBLIC)
def sign_out() -> Answer:
    """End this sign-in and lead home, where a sentence says so; whoever has none is out already."""
    if ActionForm().validate_on_submit():
        end()
        tell(_("您已安全退出。"))
    return redirect("/", 303)
