"""The demonstration's letter box."""

import uuid

from flask import Blueprint, request

from portal.kernel.policy import PUBLIC
from portal.kernel.web import Answer, access, db, render
from portal.notices import sentences
from portal.notices.rules import pieces
from portal.notices.sent import queries

bp = Blueprint("sent", __name__)


@bp.get("/messages")
@access(PUBLIC)
def messages() -> Answer:
    """Messages as they went out, with their links and codes; there is no such page in a real centre."""
    after = request.args.get("after", type=uuid.UUID)
    rows = queries.page_of(db(), after)
    more = rows[queries.PAGE - 1][0].id if len(rows) > queries.PAGE else None
    shown = rows[: queries.PAGE]
    return render("notices/sent/messages.html", rows=shown, more=more, after=after, say=sentences, pieces=pieces)
