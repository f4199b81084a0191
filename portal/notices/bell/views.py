"""The page under the bell."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, request

from portal.kernel.web import Answer, access, actor, db, goto, render
from portal.notices import kinds, words
from portal.notices.bell import queries, services
from portal.notices.bell.policy import READ
from portal.notices.models import Notice

bp = Blueprint("bell", __name__)


@dataclass(frozen=True)
class Line:
    """One notice as the page shows it."""

    id: uuid.UUID
    text: str
    at: datetime
    unread: bool
    where: str | None


@bp.get("/bell")
@access(READ)
def index() -> Answer:
    """One's own notices."""
    after = request.args.get("after", type=uuid.UUID)
    found = queries.page_of(db(), actor(), after)
    more = found[queries.PAGE - 1].id if len(found) > queries.PAGE else None
    lines = [_line(notice) for notice in found[: queries.PAGE]]
    return render("notices/bell/index.html", lines=lines, more=more, after=after, any_unread=unread() > 0)


@bp.post("/bell/<uuid:notice_id>/read")
@access(READ)
def read(notice_id: uuid.UUID) -> Answer:
    """This one has been read."""
    services.mark_read(db(), actor(), notice_id)
    return goto("bell.index")


@bp.post("/bell/read")
@access(READ)
def read_all() -> Answer:
    """All have been read."""
    services.mark_all_read(db(), actor())
    return goto("bell.index")


def unread() -> int:
    """For the head of every page: how many are unread (0 for strangers, without asking the database)."""
    return queries.unread(db(), actor()) if actor().is_authenticated else 0


def _line(notice: Notice) -> Line:
    kind = kinds.find(notice.key)
    where = kind.where(notice) if kind and kind.where and services.CLOSED not in notice.params else None
    text = words.page(notice, db().info["settings"].zone)
    return Line(notice.id, text, notice.created_at, notice.read_at is None, where)
