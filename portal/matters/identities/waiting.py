"""Whoever comes with a PIN from the window waits until a mediator knows that it is they: one pair of eyes alone must
not be able to sign, waive or withdraw for somebody (docs/decisions/025). They read on, hand things in, and may stop."""

from flask import Flask, render_template, request
from markupsafe import Markup

from portal.accounts.passes.services import held_from_window
from portal.kernel.db import Db
from portal.kernel.i18n import lazy as _l
from portal.kernel.policy import Actor, Conflict
from portal.kernel.web import Answer, actor, db, goto, tell
from portal.matters import hearing
from portal.matters.models import Matter
from portal.matters.rules import DESK_IS

WAIT = _l("您的密码经过窗口工作人员的手。请等调解员核实是您本人，再办这一步；急的话，请打页面上的电话。")
SECRETS = frozenset({"csrf_token", "once", "seen", "pin", "code", "password"})
GUARDED = ("/my/", "/rooms/", "/evidence/")
STILL = ("/my/stop",)
"""人民调解法 art.23: anybody may end it at any time."""


def waits(db: Db, actor: Actor) -> bool:
    """Whether this visit is such a one. Before a committee has the matter nobody is there to ask, and nothing to give
    away."""
    if actor.person is None or actor.scope is None or actor.person not in held_from_window(db, actor.scope):
        return False
    return DESK_IS[db.get_one(Matter, actor.scope).stage] != "desk"


def hold_back() -> Answer | None:
    """Before a post is answered. What they wrote is read for danger all the same: whoever it is, somebody may come to
    harm, and the numbers come before the reason why they have to wait."""
    guarded = request.path.startswith(GUARDED) and not request.path.startswith(STILL)
    if request.method != "POST" or not guarded or not waits(db(), actor()):
        return None
    written = "\n".join(value for name, value in request.form.items(multi=True) if name not in SECRETS)
    page = hearing.first(written)
    if page is None:
        raise Conflict(str(WAIT))
    hearing.heed(db(), actor(), db().get_one(Matter, actor().scope), written)
    tell(str(WAIT))
    return goto(page)


def for_person(db: Db, actor: Actor, _matter: Matter) -> Markup | None:
    """On their page: why, who has it, and what they can do meanwhile."""
    return Markup(render_template("matters/status/waiting.html")) if waits(db, actor) else None


def install(app: Flask) -> None:
    """Ask at every post."""
    app.before_request(hold_back)
