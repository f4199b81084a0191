"""The staff rail on every page, and the desk it leads from."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, current_app, g, request, url_for

from portal.dashboard.desk.rules import SHOWN, in_order
from portal.dashboard.desk.words import to_come
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.feature import Task
from portal.kernel.policy import Actor, Permission
from portal.kernel.web import Answer, access, actor, db, render
from portal.matters.dates import midnight_after

bp = Blueprint("desk", __name__, url_prefix="/desk")

WORK = Permission("desk.work", lambda who: who.is_staff)


def rail(session: Db, who: Actor) -> list[dict[str, Any]]:
    """The lines this person may use; counts stop at 99 so that no page's cost grows with the pile.

    Counted once a request: each panel of a page is a template of its own, and all of them are given the rail.
    """
    if "rail" not in g:
        g.rail = _lines(session, who)
    lines: list[dict[str, Any]] = g.rail
    return lines


def _lines(session: Db, who: Actor) -> list[dict[str, Any]]:
    lines = []
    for entry in current_app.extensions["portal"].menu:
        if entry.permission.door(who):
            url = url_for(entry.endpoint)
            count = entry.count(session, who) if entry.count else None
            shown = None if count is None else "99+" if count > 99 else str(count)
            lines.append({"label": entry.label, "url": url, "count": shown, "current": request.path == url})
    return lines


@bp.get("")
@access(WORK)
def home() -> Answer:
    """Today's work; for a role whose work is not done here yet, what it will be and what one can do meanwhile."""
    now = clock.now()
    tonight = midnight_after(db(), clock.today(db().info["settings"].zone))
    tasks = in_order(_tasks(db(), actor(), tonight), now)
    later = to_come(grant.role for grant in actor().grants)
    return render(
        "dashboard/desk/home.html", lines=rail(db(), actor()), later=later, tonight=tonight, now=now,
        tasks=tasks[:SHOWN], more=len(tasks) - SHOWN,
    )  # fmt: skip


def _tasks(session: Db, who: Actor, tonight: datetime) -> list[Task]:
    parts = [one for one in current_app.extensions["portal"].today if one.permission.door(who)]
    return [task for part in parts for task in part.find(session, who, tonight)]


def install(app: Flask) -> None:
    """Give every template ``menu``: lazily, for pages that show no rail ask nothing."""

    @app.context_processor
    def menu() -> dict[str, Any]:
        who = actor()
        return {"menu": rail(db(), who) if who.is_staff else []}
