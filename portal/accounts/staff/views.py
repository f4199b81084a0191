"""The staff's sign-in page."""

from flask import Blueprint, redirect

from portal.accounts import floods
from portal.accounts.attempts.words import shut, tries_left
from portal.accounts.sessions.services import sign_in_as
from portal.accounts.sessions.web import asked_way, home_of, this_device
from portal.accounts.staff import services
from portal.accounts.staff.forms import SignInForm
from portal.accounts.typed import said
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import PUBLIC
from portal.kernel.web import Answer, access, actor, db, goto, keep_writes, render

bp = Blueprint("staff", __name__)


@bp.route("/staff/sign-in", methods=["GET", "POST"])
@access(PUBLIC)
@floods.sign_ins
def sign_in() -> Answer:
    """Login and password; then the second factor, or the page that was asked for."""
    form = SignInForm()
    if form.validate_on_submit():
        entry = services.sign_in(db(), said(form.login), said(form.password), this_device())
        if entry.token:
            sign_in_as(entry.token)
            return goto("staff.enter", next=asked_way() or None)
        keep_writes()
        wrong = _("登录名或密码不对，请再核对。") + tries_left(entry.failures)
        form.refuse("", shut(db(), entry.locked_until) if entry.locked_until else wrong)
    return render("accounts/staff/sign_in.html", form=form)


@bp.get("/staff/enter")
@access(PUBLIC)
def enter() -> Answer:
    """Behind the sign-in: to the second factor while it is missing, else to the page that was asked for."""
    who = actor()
    if not who.is_authenticated:
        return goto("factors.check" if who.session else "staff.sign_in", next=asked_way() or None)
    return redirect(asked_way() or home_of(who), 303)
