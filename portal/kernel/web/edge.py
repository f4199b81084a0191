"""The edge of a request: its session, its actor, its once-token, its one commit."""

from typing import Any

from flask import Flask, Response, current_app, g, redirect, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from portal.kernel.db import Db
from portal.kernel.db.database import commit
from portal.kernel.policy import ANONYMOUS, Actor
from portal.kernel.web import once

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def db() -> Db:
    """The session of this request: read-only for GET, one transaction for everything else."""
    if "db" not in g:
        g.db = current_app.extensions["portal"].database.session(writes=request.method not in SAFE)
    session: Db = g.db
    return session


def actor() -> Actor:
    """Who is asking (found once a request, from the server-side session)."""
    if "actor" not in g:
        identify = current_app.extensions["portal"].identify
        g.actor = identify(db()) if identify else ANONYMOUS
    who: Actor = g.actor
    return who


def keep_writes() -> None:
    """Commit although the answer is an error page: counted attempts must not be rolled back."""
    g.keep_writes = True


def give_up() -> None:
    """Undo what this request has changed so far, so that an error page can be made with a clean session."""
    if "db" in g and not g.get("keep_writes"):
        g.db.rollback()
        g.db.info["after_commit"].clear()


def first_result() -> Any:
    """Before a view runs: was this very page posted before? Then lead to where it led."""
    token = g.once = request.form.get("once") if request.method not in SAFE else None
    if not token:
        return None
    where = once.result_of(db(), token, request.path)
    return redirect(where, 303) if where else None


def finish(response: Response) -> Response:
    """After the view: commit when it succeeded, remember where it led; else roll back."""
    session: Db | None = g.get("db")
    if session is None or request.method in SAFE:
        return response
    token: str | None = g.get("once")  # read before the view; what was too large to be read is not read again here
    if response.status_code >= 400 and not g.get("keep_writes"):
        session.rollback()
        return response
    if token and response.status_code in (302, 303):
        once.remember(session, token, request.path, response.headers["Location"])
    try:
        commit(session)
    except IntegrityError as error:
        session.rollback()
        where = once.result_of(session, token, request.path) if token else None
        if where is None:
            return current_app.make_response(current_app.handle_user_exception(error))
        return current_app.make_response(redirect(where, 303))
    except StaleDataError as error:
        session.rollback()
        return current_app.make_response(current_app.handle_user_exception(error))
    return response


def close(_error: BaseException | None = None) -> None:
    """Give the connection back, whatever happened."""
    session: Db | None = g.pop("db", None)
    if session is not None:
        session.close()


def install(app: Flask) -> None:
    """Put the edge around every request."""
    app.before_request(first_result)
    app.after_request(finish)
    app.teardown_request(close)
