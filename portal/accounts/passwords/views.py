"""The page on which one changes one's own password."""

from flask import Blueprint

from portal.accounts.attempts.words import shut
from portal.accounts.passwords import services
from portal.accounts.passwords.forms import PasswordForm
from portal.accounts.passwords.policy import OWN
from portal.accounts.sessions.queries import account_of
from portal.accounts.sessions.services import sign_in_as
from portal.accounts.sessions.web import this_device
from portal.accounts.typed import said
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict, Refused
from portal.kernel.web import Answer, access, actor, db, goto, render, tell

bp = Blueprint("passwords", __name__)


@bp.route("/account/password", methods=["GET", "POST"])
@access(OWN)
def change() -> Answer:
    """The former password, and the new one twice."""
    account = account_of(db(), actor())
    if account is None:
        raise Refused
    form = PasswordForm(has_one=account.password_hash is not None)
    if form.validate_on_submit():
        former = said(form.former) if "former" in form else ""
        try:
            changed = services.change(db(), actor(), account, former, said(form.new), this_device())
        except Conflict as easy:
            form.refuse("new", str(easy))
            return render("accounts/passwords/change.html", form=form)
        if changed.token:
            sign_in_as(changed.token)
            tell(_("密码已改好。其他设备上的登录都已退出。"))
            return goto("residents.home")
        until = changed.checked.locked_until if changed.checked else None
        form.refuse("former", shut(db(), until) if until else _("现在的密码不对，请再核对。"))
    return render("accounts/passwords/change.html", form=form)
