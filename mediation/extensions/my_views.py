"""A party's page: what is proposed, the code, yes or no; afterwards what became of it."""

from typing import Any

from flask import Blueprint, render_template
from markupsafe import Markup

from mediation.agreements import reaching
from mediation.cases import queries as cases
from mediation.cases.words import mediator_name
from mediation.extensions import queries, services
from mediation.extensions.forms import SignForm
from mediation.extensions.policy import SIGN
from mediation.extensions.rules import EXTENDABLE
from mediation.extensions.words import STATES
from portal.accounts import floods
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.feature import Waiting
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Refused
from portal.kernel.web import Answer, access, actor, db, fresh, goto, keep_writes, render, tell
from portal.matters.models import Matter
from portal.people.persons.models import Person

bp = Blueprint("my_extension", __name__, url_prefix="/my/extension")


@bp.route("", methods=["GET", "POST"])
@access(SIGN)
@floods.code_requests
def sign() -> Answer:
    """Read, decide, sign with the code; a no needs none."""
    mine = queries.mine(db(), actor())
    audit.note(db(), actor(), "extension.read", mine.extension, ["reason"])
    form = SignForm(data={"seen": mine.extension.version})
    if form.validate_on_submit() and fresh(form, mine.extension):
        if services.sign(db(), actor(), form.answer.data, form.code.data or ""):
            tell(_("已记下您的答复。"))
            return goto(".sign")
        keep_writes()
        form.refuse("code", _("验证码不对或已经过期，请核对，或者重新获取。"))
    return render(
        "mediation/extensions/sign.html", form=form, mine=mine, case=mine.case, extension=mine.extension,
        state=STATES[mine.extension.state], mediator=mediator_name(mine.case), unsent=_why_not(),
    )  # fmt: skip


def _why_not() -> Any | None:
    """Why no code can be sent to whoever answers; None if one can."""
    who = actor().person
    return reaching.why_not(db(), db().get_one(Person, who)) if who is not None else None


@bp.post("/code")
@access(SIGN)
@floods.code_requests
def code() -> Answer:
    """Send the code that goes with a yes."""
    if ActionForm().validate_on_submit():
        services.start_sign_code(db(), actor())
        tell(_("验证码已发出，10 分钟内有效。没收到，请过一分钟再要。"))
    return goto(".sign")


def on_person(db: Db, actor: Actor, matter: Matter) -> Markup | None:
    """While it waits for the party."""
    case = cases.of_matter(db, matter.id)
    if case is None or case.state not in EXTENDABLE:
        return None
    try:
        mine = queries.mine(db, actor)
    except Refused:
        return None
    if not mine.owes:
        return None
    return Waiting(render_template("mediation/extensions/person_panel.html", extension=mine.extension))
