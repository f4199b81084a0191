"""A party's pages: read, confirm or ask for change, choose how to sign, show who one is, sign. All without a script."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, request

from mediation.agreements import gates, pages, queries, reaching, rules, signing
from mediation.agreements.models import Signer
from mediation.agreements.policy import READ, SIGN
from mediation.agreements.queries import Mine
from mediation.agreements.signing_forms import ChangeForm, CodeForm, ElectronicForm, SignForm
from mediation.agreements.words import IDENTITY, standing_of
from portal.accounts import floods
from portal.documents.papers.rules import show_code
from portal.kernel import audit
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Refused
from portal.kernel.web import Answer, access, actor, db, goto, keep_writes, render, tell
from portal.matters import hearing
from portal.people.persons.models import Person

bp = Blueprint("my_agreement", __name__, url_prefix="/my/agreement")


def told_if_gone(view: Callable[[], Answer]) -> Callable[[], Answer]:
    """Whoever comes for a version that was taken back meanwhile reads that, and what comes next, not "no such page"."""

    @wraps(view)
    def page() -> Answer:
        try:
            return view()
        except Refused:
            version = queries.gone(db(), actor())
            if version is None:
                raise
            status = 200 if request.method == "GET" else 409
            return render("mediation/agreements/gone.html", status=status, version=version)

    return page


def _mine() -> Mine:
    mine = queries.mine(db(), actor())
    audit.note(db(), actor(), "agreement.read", mine.version, ["content"])
    return mine


def _common(mine: Mine) -> dict[str, Any]:
    return {
        "mine": mine,
        "version": mine.version,
        "me": mine.signers[0],
        "step": step_of(mine),
        "identity": IDENTITY,
    }


OWED = frozenset({"confirm", "choose", "identity", "sign"})
"""Steps that wait for the party."""


def step_of(mine: Mine) -> str:
    """What comes next for whoever reads."""
    me = mine.signers[0]
    if mine.version.state != "open":
        return "done"
    if me.confirmed_at is None or gates.pending(me):
        return "confirm"
    if mine.version.path == "ink":
        return "ink"
    if me.withdrawn:
        return "withdrawn"
    if me.marked_at is not None:
        return "signed"
    if me.consented_at is None or me.wants_ink:
        return "choose"
    return "identity" if me.identity_at is None else "sign"


@bp.get("")
@access(READ)
@told_if_gone
def read() -> Answer:
    """The whole text, who has signed, and the next step."""
    mine = _mine()
    signing.note_read(db(), mine)
    others = [(one.label, one.name, one.note, standing_of(one)) for one in mine.version.signers]
    shown = pages.version_text(db(), mine.version)
    code = show_code(mine.version.paper.code)
    form = ActionForm(data={"seen": mine.version.edition})
    late = pages.in_trouble(db(), mine.version)
    return render(
        "mediation/agreements/read.html", form=form, places=others, code=code, in_trouble=late, **_common(mine), **shown
    )


@bp.post("/confirm")
@access(SIGN)
@told_if_gone
def confirm() -> Answer:
    """ "This is what I agreed to.\""""
    form = ActionForm()
    if not form.validate_on_submit():
        return goto(".read")
    signing.confirm(db(), actor(), form.seen.data or 0)
    mine = queries.mine(db(), actor())
    return goto(".choose" if mine.version.path == "electronic" else ".read")


@bp.route("/change", methods=["GET", "POST"])
@access(SIGN)
@told_if_gone
def change() -> Answer:
    """What shall be changed, in one's own words."""
    mine = _mine()
    form = ChangeForm(data={"seen": mine.version.edition})
    if form.validate_on_submit():
        signing.ask_change(db(), actor(), form.seen.data or 0, form.words.data or "")
        tell(_("已告诉调解员。在您重新确认以前，这一版不会盖章生效。"))
        return goto(hearing.first(form.words.data) or ".read")
    return render("mediation/agreements/change.html", form=form, **_common(mine))


def _on_screen() -> Mine:
    mine = _mine()
    if mine.version.path != "electronic" or mine.version.state != "open":
        raise Refused(SIGN.name)
    return mine


@bp.route("/way", methods=["GET", "POST"])
@access(SIGN)
@told_if_gone
def choose() -> Answer:
    """Electronic signature, or ink."""
    mine = _on_screen()
    form = ElectronicForm(data={"seen": mine.version.edition}, signed=mine.signers[0].marked_at is not None)
    if form.validate_on_submit():
        if form.way.data == "ink":
            signing.prefer_ink(db(), actor(), form.seen.data or 0)
            tell(_("已告诉调解员：您要在纸上签。调解员会约您。"))
            return goto(".read")
        signing.consent(db(), actor(), form.seen.data or 0)
        return _on(queries.mine(db(), actor()))
    return render("mediation/agreements/choose.html", form=form, **_common(mine))


def _on(mine: Mine) -> Answer:
    """The page of the next step."""
    step = step_of(mine)
    return goto({"choose": ".choose", "identity": ".identity", "sign": ".sign"}.get(step, ".read"))


@bp.route("/identity", methods=["GET", "POST"])
@access(SIGN)
@told_if_gone
@floods.code_requests
def identity() -> Answer:
    """By a code to one's own phone or mailbox, or by staff who see the document."""
    mine = _on_screen()
    if step_of(mine) != "identity":
        return _on(mine)
    form = CodeForm(data={"seen": mine.version.edition})
    if form.validate_on_submit():
        if signing.check_identity_code(db(), actor(), form.seen.data or 0, form.code.data or ""):
            return goto(".sign")
        keep_writes()
        form.refuse("code", _("验证码不对或已经过期，请核对，或者重新获取。"))
    by_code = rules.may_identify(mine.signers[0].who, "code")
    unsent = _why_not(mine)
    return render("mediation/agreements/my_identity.html", form=form, by_code=by_code, unsent=unsent, **_common(mine))


def _why_not(mine: Mine) -> Any | None:
    """Why no code can be sent to whoever signs; None if one can."""
    return reaching.why_not(db(), db().get_one(Person, mine.signers[0].person_id))


@bp.post("/identity/code")
@access(SIGN)
@told_if_gone
@floods.code_requests
def identity_code() -> Answer:
    """Send the code that shows who one is."""
    form = ActionForm()
    if form.validate_on_submit():
        signing.start_identity_code(db(), actor(), form.seen.data or 0)
        tell(_("验证码已发出，10 分钟内有效。没收到，请过一分钟再要。"))
    return goto(".identity")


@bp.route("/sign", methods=["GET", "POST"])
@access(SIGN)
@told_if_gone
@floods.code_requests
def sign() -> Answer:
    """The name, drawn or typed, and the code."""
    mine = _on_screen()
    if step_of(mine) != "sign":
        return _on(mine)
    form = SignForm(data={"seen": mine.version.edition})
    written = form.written() if form.validate_on_submit() else None
    if written is not None and _name_fits(form, mine.signers[0]):
        if signing.sign(db(), actor(), form.seen.data or 0, written, form.code.data or ""):
            tell(_("您已签名。"))
            return goto(".read")
        keep_writes()
        form.refuse("code", _("验证码不对或已经过期，请核对，或者重新获取。"))
    return _sign_page(form, mine)


def _name_fits(form: SignForm, me: Signer) -> bool:
    if form.strokes.data or signing.same_name(form.typed.data or "", me):
        return True
    form.refuse("typed", _("请输入与协议书上一样的姓名：%(name)s。", name=me.hand))
    return False


@bp.route("/sign/code", methods=["GET", "POST"])
@access(SIGN)
@told_if_gone
@floods.code_requests
def sign_code() -> Answer:
    """Send the code that goes with the signature. What was drawn or typed before comes along, stands on the page that
    answers, and is kept nowhere."""
    form = ActionForm()
    if not form.validate_on_submit():
        return goto(".sign")
    signing.start_sign_code(db(), actor(), form.seen.data or 0)
    tell(_("验证码已发出，10 分钟内有效。没收到，请过一分钟再要。"))
    begun = SignForm()
    if not begun.begun():
        return goto(".sign")
    return _sign_page(begun, _on_screen())


def _sign_page(form: SignForm, mine: Mine) -> Answer:
    return render("mediation/agreements/sign.html", form=form, unsent=_why_not(mine), **_common(mine))
