"""A resident's own account: in by code or password, and the page where everything of theirs is found."""

from flask import Blueprint, redirect

from portal.accounts import floods
from portal.accounts.attempts.words import shut, tries_left
from portal.accounts.passwords.policy import OWN
from portal.accounts.residents import services
from portal.accounts.residents.forms import CodeForm, NameForm, PhoneForm, PhonePasswordForm
from portal.accounts.sessions import pocket
from portal.accounts.sessions.queries import account_of
from portal.accounts.sessions.services import sign_in_as
from portal.accounts.sessions.web import asked_way, this_device
from portal.accounts.shelf import queries
from portal.accounts.staff.services import Entry
from portal.accounts.typed import said
from portal.accounts.visits import cases
from portal.kernel import audit
from portal.kernel.forms import ActionForm, Form
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import PUBLIC, Conflict, Refused
from portal.kernel.web import Answer, access, actor, db, goto, keep_writes, render, tell
from portal.people.persons.rules import mask_phone

bp = Blueprint("residents", __name__, url_prefix="/account")


@bp.route("/sign-in", methods=["GET", "POST"])
@access(PUBLIC)
@floods.code_requests
def sign_in() -> Answer:
    """The phone; a code goes there."""
    form, works = PhoneForm(), services.codes_go_out(db())
    if works and form.validate_on_submit():
        try:
            services.ask_code(db(), said(form.phone))
        except Conflict as too_often:
            form.refuse("phone", str(too_often))
        else:
            pocket.keep("phone", said(form.phone))
            return goto("residents.code", next=asked_way() or None)
    return render("accounts/residents/sign_in.html", form=form, works=works, way=asked_way() or None)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@access(PUBLIC)
@floods.sign_ins
def code() -> Answer:
    """The code from the message."""
    phone, form = pocket.kept("phone"), CodeForm()
    if phone is None:
        return goto("residents.sign_in", next=asked_way() or None)
    if form.validate_on_submit():
        entry = services.enter_by_code(db(), phone, said(form.code), this_device())
        if entry.token:
            return _in(entry.token)
        _refuse(form, "code", entry, _("验证码不对或者已经过期，请再核对短信里的数字。"))
    return render("accounts/residents/code.html", form=form, phone=mask_phone(phone), way=asked_way() or None)


@bp.route("/sign-in/password", methods=["GET", "POST"])
@access(PUBLIC)
@floods.sign_ins
def password() -> Answer:
    """Phone and password."""
    form = PhonePasswordForm()
    if form.validate_on_submit():
        entry = services.enter_by_password(db(), said(form.phone), said(form.password), this_device())
        if entry.token:
            return _in(entry.token)
        _refuse(form, "", entry, _("手机号或密码不对，请再核对。"))
    return render("accounts/residents/password.html", form=form, way=asked_way() or None)


@bp.get("")
@access(OWN)
def home() -> Answer:
    """Name, phone, cases, password, devices."""
    account = account_of(db(), actor())
    if account is None:
        raise Refused
    if account.phone_sealed:
        audit.note(db(), actor(), "read", account, ["phone"])
    kept = queries.mine(db(), actor())
    words = cases.words(db(), [case.matter_id for case in kept])
    return render(
        "accounts/residents/home.html",
        account=account,
        phone=mask_phone(account.phone),
        kept=kept,
        words=words,
        form=ActionForm(),
    )


@bp.route("/name", methods=["GET", "POST"])
@access(OWN)
def name() -> Answer:
    """How to address the person."""
    account = account_of(db(), actor())
    if account is None or actor().is_staff:  # the name that stands under agreements is the administration's
        raise Refused
    form = NameForm(name=account.display_name)
    if form.validate_on_submit():
        services.rename(db(), actor(), account, said(form.name))
        tell(_("已改好。"))
        return goto("residents.home")
    return render("accounts/residents/name.html", form=form)


def _in(token: str) -> Answer:
    sign_in_as(token)
    return redirect(asked_way() or "/account", 303)


def _refuse(form: Form, field: str, entry: Entry, wrong: str) -> None:
    """Say what was wrong; the count stays although the page is an error."""
    keep_writes()
    form.refuse(field, shut(db(), entry.locked_until) if entry.locked_until else wrong + tries_left(entry.failures))
