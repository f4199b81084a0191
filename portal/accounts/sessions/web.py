"""The sign-in in the browser's cookie: who asks, where strangers are sent, where one lands."""

import uuid
from typing import Any

from flask import Flask, current_app, request, session, url_for
from flask_login import LoginManager, UserMixin
from werkzeug.wrappers import Response

from portal.accounts.sessions import queries, services
from portal.accounts.sessions.alive import alive
from portal.accounts.sessions.rules import LONGEST, device_name
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, Actor, Permission
from portal.kernel.web import edge, goto
from portal.kernel.web.local import LOCAL, local_path

NEXT_MAX = 300

RESIDENT = Actor(account=uuid.UUID(int=0))
VISITOR = Actor(person=uuid.UUID(int=0), scope=uuid.UUID(int=0))


def identify(db: Db) -> Actor:
    """Who is asking: from the cookie's token to the row to the actor; anything not in order is nobody."""
    token = session.get("sid")
    held = queries.holder(db, token) if isinstance(token, str) else None
    if held is None:
        return ANONYMOUS
    services.note_seen(db, held.session)
    return queries.actor_of(held)


def this_device() -> str:
    """What the list of sign-ins calls this browser."""
    return device_name(request.user_agent.string)


def this_origin() -> str:
    """Where this browser calls from, for counting its wrong answers apart from other people's."""
    return request.remote_addr or ""


def from_account() -> bool:
    """Whether a resident's account waits behind this visit."""
    return "home" in session


def way_on(given: str | None) -> str:
    """A ``next`` that may be followed: a path of this site, or nothing."""
    path = given or ""
    if len(path) > NEXT_MAX or not LOCAL.fullmatch(path):
        return ""
    return local_path(path)


def asked_way() -> str:
    """The ``next`` of this request."""
    return way_on(request.args.get("next"))


def home_of(actor: Actor) -> str:
    """Where somebody lands who asked for nothing in particular."""
    if actor.is_staff:
        return url_for("desk.home") if "desk.home" in current_app.view_functions else "/"
    return url_for("residents.home") if actor.account else "/"


def ask_to_sign_in(permission: Permission) -> Response:
    """Send a stranger to the sign-in that can open this door, and afterwards back to the page."""
    path = request.full_path.rstrip("?") if request.method == "GET" else ""
    after = {"next": path} if way_on(path) else {}
    if edge.actor().session is not None:
        return goto("factors.check", **after)
    if permission.door(VISITOR):
        return goto("visits.enter", **after)
    return goto("residents.sign_in" if permission.door(RESIDENT) else "staff.sign_in", **after)


class SignedIn(UserMixin):
    """The actor as Flask-Login's ``current_user``."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def get_id(self) -> str:
        """The sign-in, not the person: another sign-in is another user to Flask-Login."""
        return self.actor.session.hex if self.actor.session else ""


def _current_user(_request: Any) -> SignedIn | None:
    who = edge.actor()
    return SignedIn(who) if who.is_authenticated else None


def install(app: Flask) -> None:
    """Tell the house how to find out who asks, and let Flask-Login answer from the same source."""
    portal = app.extensions["portal"]
    portal.identify, portal.ask_to_sign_in, portal.alive = identify, ask_to_sign_in, alive
    app.config["PERMANENT_SESSION_LIFETIME"] = LONGEST  # rows say when a sign-in ends; the cookie must outlive them
    app.jinja_env.globals["from_account"] = from_account
    manager = LoginManager()
    manager.session_protection = None  # type: ignore[assignment]
    manager.request_loader(_current_user)
    manager.init_app(app)
