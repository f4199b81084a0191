"""The page of the administrator: what failed for good, and why; and the address that a watchman asks."""

import uuid

from flask import Blueprint, jsonify, request
from sqlalchemy.exc import DBAPIError

from portal.kernel.i18n import gettext as _
from portal.kernel.policy import PUBLIC
from portal.kernel.web import Answer, access, actor, db, goto, render, tell
from portal.kernel.worker import queries, services
from portal.kernel.worker.policy import FAILED

bp = Blueprint("worker", __name__)


@bp.get("/desk/failed")
@access(FAILED)
def failed() -> Answer:
    """Dead letters, newest first."""
    after = request.args.get("after", type=uuid.UUID)
    rows = queries.page_of(db(), actor(), after)
    more = rows[queries.PAGE - 1].id if len(rows) > queries.PAGE else None
    shown = rows[: queries.PAGE]
    alive = queries.alive(db())
    return render("kernel/worker/failed.html", rows=shown, more=more, after=after, alive=alive)


@bp.post("/desk/failed/<uuid:row_id>/again")
@access(FAILED)
def again(row_id: uuid.UUID) -> Answer:
    """One of them once more."""
    services.try_again(db(), actor(), row_id)
    tell(_("已重新排队，马上再试。"))
    return goto("worker.failed")


@bp.get("/healthz")
@access(PUBLIC)
def health() -> Answer:
    """For load balancers and watchmen: 200 while this process reaches its database, else 503; says nothing private.

    A silent worker is told but is no reason to turn people away: what they send is kept until it works again.
    """
    try:
        return jsonify(database=True, worker=queries.alive(db()))
    except DBAPIError:
        answer = jsonify(database=False)
        answer.status_code = 503
        return answer
