"""The administrator's page for lost second factors."""

import uuid

from flask import Blueprint

from portal.accounts.resets import queries, services
from portal.accounts.resets.forms import ResetForm
from portal.accounts.resets.policy import RESET
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell

bp = Blueprint("resets", __name__, url_prefix="/desk/second-factors")


@bp.get("")
@access(RESET)
def index() -> Answer:
    """Staff who have set one up."""
    return render("accounts/resets/index.html", accounts=queries.with_factor(db(), actor()))


@bp.route("/<uuid:account_id>", methods=["GET", "POST"])
@access(RESET)
def reset(account_id: uuid.UUID) -> Answer:
    """Why, seen in person, and what follows."""
    account = queries.get(db(), actor(), account_id)
    require(db(), actor(), RESET, account)
    form = ResetForm(data={"seen": account.version})
    if form.validate_on_submit() and fresh(form, account):
        services.reset(db(), actor(), account_id, form.reason.data or "")
        tell(_("已停用，并通知了本人。本人用原来的密码登录后，要先设置新的动态码。"))
        return goto("resets.index")
    return render("accounts/resets/reset.html", form=form, account=account)
