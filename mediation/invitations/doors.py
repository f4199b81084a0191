"""The respondent's door: nothing of the matter shows before whoever came has said who they are.

Opening a page changes nothing, so that link previews do not burn the link.
"""

from flask import Blueprint, request

from mediation.invitations import entering, queries
from mediation.invitations.entering import Shut
from mediation.invitations.forms import CodeForm, LetterForm, LinkForm
from portal.accounts import floods
from portal.accounts.attempts.words import shut, tries_left
from portal.accounts.sessions.services import sign_in_as
from portal.accounts.sessions.web import this_device, this_origin
from portal.kernel.forms import Form
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import PUBLIC
from portal.kernel.web import Answer, access, db, goto, keep_writes, render

bp = Blueprint("doors", __name__, url_prefix="/r")


@bp.route("", methods=["GET", "POST"])
@access(PUBLIC)
@floods.sign_ins
def by_letter() -> Answer:
    """The short address on every letter: case code, PIN, and one's own name."""
    form = LetterForm(code=request.args.get("code", "")[:60])
    if form.validate_on_submit():
        came = entering.enter_by_letter(db(), *form.typed(), form.name.data or "", this_device(), this_origin())
        if isinstance(came, str):
            return _in(came)
        _refuse(form, came)
    return render("mediation/invitations/by_letter.html", form=form)


@bp.route("/<token>", methods=["GET", "POST"])
@access(PUBLIC)
@floods.sign_ins
def by_link(token: str) -> Answer:
    """The link of a message: one's own name, and the last digits of the phone or the PIN."""
    knock = queries.at_link(db(), token)
    if knock is None:
        return render("mediation/invitations/gone.html", status=410)
    form = LinkForm()
    if form.validate_on_submit():
        came = entering.enter_by_link(db(), knock, form.name.data or "", form.digits.data or "", this_device())
        if isinstance(came, str):
            return _in(came)
        _refuse(form, came)
    return render("mediation/invitations/by_link.html", form=form, token=token)


@bp.post("/<token>/not-me")
@access(PUBLIC)
@floods.sign_ins
def link_astray(token: str) -> Answer:
    """Not me, or a wrong number: the link ends and those who sent it are told."""
    knock = queries.at_link(db(), token)
    if knock is not None and Form().validate_on_submit():
        entering.deny_by_link(db(), knock)
    return goto("doors.thanks")


@bp.route("/not-me", methods=["GET", "POST"])
@access(PUBLIC)
@floods.sign_ins
def letter_astray() -> Answer:
    """The letter came to the wrong house."""
    form = CodeForm()
    if form.validate_on_submit():
        wrong = entering.deny_by_letter(db(), *form.typed(), this_origin())
        if wrong is None:
            return goto("doors.thanks")
        _refuse(form, wrong)
    return render("mediation/invitations/letter_astray.html", form=form)


@bp.get("/thanks")
@access(PUBLIC)
def thanks() -> Answer:
    """Thank you for saying so."""
    return render("mediation/invitations/thanks.html")


def _in(token: str) -> Answer:
    sign_in_as(token)
    return goto("consents.reply")


def _refuse(form: Form, answer: Shut) -> None:
    """One sentence for all that may be wrong; the count stays although the page is an error."""
    keep_writes()
    wrong = _("填的内容对不上，请对照信或短信核对。名字要和信上写给您的一样。")
    form.refuse("", shut(db(), answer.locked_until) if answer.locked_until else wrong + tries_left(answer.failures))
