"""The short address that every letter prints: case code and PIN, or case code and a code to the phone."""

from flask import Blueprint, redirect, request

from portal.accounts import floods
from portal.accounts.attempts.words import shut, tries_left
from portal.accounts.residents.forms import CodeForm
from portal.accounts.sessions import pocket
from portal.accounts.sessions.web import asked_way, this_device, this_origin
from portal.accounts.typed import said
from portal.accounts.visits import services
from portal.accounts.visits.forms import CasePhoneForm, PinForm
from portal.accounts.visits.services import Asked, Elsewhere, Shut, Visit
from portal.accounts.visits.web import come_in
from portal.kernel.forms import Form
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import PUBLIC, Conflict
from portal.kernel.web import Answer, access, actor, db, goto, keep_writes, render, tell

bp = Blueprint("visits", __name__, url_prefix="/case")


@bp.route("", methods=["GET", "POST"])
@access(PUBLIC)
@floods.sign_ins
def enter() -> Answer:
    """Case code and PIN."""
    form = PinForm(code=request.args.get("code", "")[:60])
    if form.validate_on_submit():
        visit = services.enter_by_pin(db(), actor(), said(form.code), said(form.pin), this_device(), this_origin())
        if isinstance(visit, Visit):
            return come_in(visit, asked_way())
        if isinstance(visit, Elsewhere):
            tell(_("这是邀请信上的密码。请在这里再填一次密码，并写上您的姓名。"))
            return redirect(visit.path, 303)
        _refuse(form, "", visit, _("案件编码或查询密码不对，请对照回执或信再核对。"))
    return render("accounts/visits/enter.html", form=form, way=asked_way() or None)


@bp.route("/phone", methods=["GET", "POST"])
@access(PUBLIC)
@floods.code_requests
def phone() -> Answer:
    """Case code and phone; a code goes there if the two belong together."""
    form, ways = CasePhoneForm(code=request.args.get("code", "")[:60]), services.ways(db())
    if ways and form.validate_on_submit():
        try:
            asked = services.ask_code(db(), said(form.code), said(form.phone))
        except Conflict as too_often:
            form.refuse("", str(too_often))
        else:
            pocket.keep("visit", asked.text())
            return goto("visits.code", next=asked_way() or None)
    return render("accounts/visits/phone.html", form=form, ways=ways, way=asked_way() or None)


@bp.route("/code", methods=["GET", "POST"])
@access(PUBLIC)
@floods.sign_ins
def code() -> Answer:
    """The code from the message."""
    kept, form = pocket.kept("visit"), CodeForm()
    if kept is None:
        return goto("visits.phone", next=asked_way() or None)
    if form.validate_on_submit():
        visit = services.enter_by_code(db(), actor(), Asked.read(kept), said(form.code), this_device())
        if isinstance(visit, Visit):
            return come_in(visit, asked_way())
        _refuse(form, "code", visit, _("验证码不对或者已经过期，请再核对短信里的数字。"))
    return render("accounts/visits/code.html", form=form, way=asked_way() or None)


def _refuse(form: Form, field: str, answer: Shut, wrong: str) -> None:
    """Say what was wrong; the count stays although the page is an error."""
    keep_writes()
    form.refuse(field, shut(db(), answer.locked_until) if answer.locked_until else wrong + tries_left(answer.failures))
