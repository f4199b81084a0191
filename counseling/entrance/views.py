"""The door: what this is, the way in with code and PIN, the way out. Titles and addresses say nothing."""

from flask import Blueprint

from counseling.entrance import services, web
from counseling.entrance.forms import EnterForm
from counseling.entrance.services import Shut
from portal.accounts import floods
from portal.accounts.attempts.words import shut, tries_left
from portal.accounts.typed import said
from portal.kernel.forms import ActionForm, Form
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import PUBLIC
from portal.kernel.web import Answer, access, db, goto, keep_writes, render, tell

bp = Blueprint("visit_door", __name__, url_prefix="/visits")


@bp.get("")
@access(PUBLIC)
def start() -> Answer:
    """What happens here, in calm words; two ways on."""
    return render("counseling/entrance/start.html", known=web.current() is not None)


@bp.route("/enter", methods=["GET", "POST"])
@access(PUBLIC)
@floods.sign_ins
def enter() -> Answer:
    """Code and PIN."""
    form = EnterForm()
    if form.validate_on_submit():
        token = services.enter(db(), said(form.code), said(form.pin))
        if isinstance(token, str):
            web.carry(token)
            return goto("visit_own.mine")
        refuse(form, "", token, _("编号或密码不对，请再核对。"))
    return render("counseling/entrance/enter.html", form=form)


def refuse(form: Form, field: str, answer: Shut, wrong: str) -> None:
    """Say what was wrong; the count stays although the page is an error."""
    keep_writes()
    form.refuse(field, shut(db(), answer.locked_until) if answer.locked_until else wrong + tries_left(answer.failures))


@bp.post("/leave")
@access(PUBLIC)
def leave() -> Answer:
    """Out, to the home page."""
    if ActionForm().validate_on_submit():
        entry = web.current()
        if entry is not None:
            services.leave(db(), entry)
        web.drop()
        tell(_("已退出。"))
    return goto("web.home")
