"""The pages of the second factor: give it, set it up, keep the paper codes, change phones."""

from typing import Any

import segno
from flask import Blueprint, redirect

from portal.accounts import floods
from portal.accounts.attempts.words import shut, tries_left
from portal.accounts.factors import rules, services
from portal.accounts.factors.forms import AnyCodeForm, AppCodeForm
from portal.accounts.factors.policy import SECOND
from portal.accounts.models import Account
from portal.accounts.sessions.queries import account_of
from portal.accounts.sessions.services import handed_over, sign_in_as
from portal.accounts.sessions.web import asked_way, home_of, this_device
from portal.accounts.staff.services import Entry
from portal.accounts.typed import said
from portal.kernel import audit
from portal.kernel.forms import ActionForm, Form
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Refused
from portal.kernel.web import Answer, access, actor, db, goto, keep_writes, render, tell

bp = Blueprint("factors", __name__, url_prefix="/staff/second-factor")


def _account() -> Account:
    account = account_of(db(), actor())
    if account is None:
        raise Refused
    return account


def _refuse(form: Form, entry: Entry) -> None:
    """Say what was wrong; the count stays although the page is an error."""
    keep_writes()
    wrong = _("这个码不对，或者已经用过了。请等手机应用换一个新的再输。") + tries_left(entry.failures)
    form.refuse("code", shut(db(), entry.locked_until) if entry.locked_until else wrong)


@bp.route("", methods=["GET", "POST"])
@access(SECOND)
@floods.sign_ins
def check() -> Answer:
    """The code from the app, after the password."""
    account = _account()
    if actor().account is not None:
        return redirect(asked_way() or home_of(actor()), 303)
    if account.totp_confirmed_at is None:
        return goto("factors.set_up", next=asked_way() or None)
    form = AnyCodeForm()
    if form.validate_on_submit():
        entry = services.check(db(), account, said(form.code), this_device())
        if entry.token:
            sign_in_as(entry.token)
            return goto("staff.enter", next=asked_way() or None)
        _refuse(form, entry)
    return render("accounts/factors/check.html", form=form)


@bp.post("/begin")
@access(SECOND)
def begin() -> Answer:
    """Make a secret, then show it."""
    if ActionForm().validate_on_submit():
        services.begin(db(), actor(), _account())
    return goto("factors.set_up", next=asked_way() or None)


@bp.route("/set-up", methods=["GET", "POST"])
@access(SECOND)
@floods.sign_ins
def set_up() -> Answer:
    """Why; then the picture for the app and the first code from it."""
    account, form = _account(), AppCodeForm()
    if account.totp_confirmed_at is not None:
        return goto("factors.manage" if actor().account else "factors.check")
    if account.totp_sealed is None:
        return render("accounts/factors/why.html", form=ActionForm(), way=asked_way() or None)
    audit.note(db(), actor(), "second_factor.shown", account, ["totp_secret"])
    if form.validate_on_submit():
        entry = services.confirm(db(), actor(), account, said(form.code), this_device())
        if entry.token:
            sign_in_as(entry.token)
            return goto("factors.paper", next=asked_way() or None)
        _refuse(form, entry)
    return render("accounts/factors/set_up.html", form=form, **_for_app(account))


def _for_app(account: Account) -> dict[str, Any]:
    secret = account.totp_secret
    address = rules.address(secret, account.login or account.display_name, _("一扇门"))
    return {"picture": segno.make(address, error="m").svg_data_uri(scale=4), "secret": rules.in_fours(secret)}


@bp.route("/paper", methods=["GET", "POST"])
@access(SECOND)
def paper() -> Answer:
    """The ten paper codes, until 'I have kept them' or for half an hour."""
    codes, form = services.paper_codes(db(), actor()), ActionForm()
    if form.validate_on_submit():
        handed_over(db(), actor())
        return goto("staff.enter", next=asked_way() or None)
    if not codes:
        return goto("staff.enter", next=asked_way() or None)
    return render("accounts/factors/paper.html", form=form, codes=codes)


@bp.get("/manage")
@access(SECOND)
def manage() -> Answer:
    """What is set up, and the two things one can do with it."""
    if actor().account is None:
        raise Refused
    return render("accounts/factors/manage.html", account=_account())


@bp.route("/new-paper", methods=["GET", "POST"])
@access(SECOND)
@floods.sign_ins
def new_paper() -> Answer:
    """Ten new paper codes."""
    account, form = _confirmed(), AppCodeForm()
    if form.validate_on_submit():
        entry = services.renew_paper(db(), actor(), account, said(form.code))
        if entry is None:
            return goto("factors.paper")
        _refuse(form, entry)
    return render("accounts/factors/new_paper.html", form=form)


@bp.route("/remove", methods=["GET", "POST"])
@access(SECOND)
@floods.sign_ins
def remove() -> Answer:
    """Give up this app, to set up another."""
    account, form = _confirmed(), AnyCodeForm()
    if form.validate_on_submit():
        entry = services.remove(db(), actor(), account, said(form.code))
        if entry is None:
            tell(_("原来的动态码已停用。请在新手机上重新设置。"))
            return goto("factors.set_up")
        _refuse(form, entry)
    return render("accounts/factors/remove.html", form=form)


def _confirmed() -> Account:
    """The account of somebody who is fully in and has a second factor."""
    account = _account()
    if actor().account is None or account.totp_confirmed_at is None:
        raise Refused
    return account
