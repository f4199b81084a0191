"""The client's sign-in in the browser's cookie, under a name that says nothing."""

from flask import session

from counseling.cases.models import Case
from counseling.cases.queries import held
from counseling.entrance import services
from counseling.entrance.models import Entry
from portal.kernel.web import db

COOKIE = "v"


def carry(token: str) -> None:
    """From now on this browser is the client's."""
    session[COOKIE] = token


def drop() -> None:
    """… and now no longer."""
    session.pop(COOKIE, None)


def current() -> Entry | None:
    """The sign-in of this browser, if it holds one; seen now."""
    entry = services.entry_of(db(), session.get(COOKIE))
    if entry is not None:
        services.note_seen(db(), entry)
    return entry


def own_case() -> Case | None:
    """The case of this browser; in a request that changes something its row is held until the commit."""
    entry = current()
    if entry is None:
        return None
    return held(db(), entry.case_id) if db().info["writes"] else entry.case
