"""The lawyer's docket, and the page of one consultation: who, what was asked, arrived, begun, missed, put off."""

import uuid
from typing import Any

from flask import Blueprint

from legal.consultations import changing, meeting, panels, queries, showing
from legal.consultations.models import Consultation
from legal.consultations.policy import ADVISE, DOCKET
from legal.consultations.rules import COMING, LATE, missed
from legal.consultations.words import STATES, TOPICS
from portal.kernel import audit, clock
from portal.kernel.forms import ActionForm
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import show_day
from portal.kernel.policy import require
from portal.kernel.web import Answer, access, actor, db, goto, render, tell
from portal.matters.rules import show_code
from portal.schedule.availability.words import MODES

bp = Blueprint("consultations", __name__, url_prefix="/consultations")
DAYS = 14


@bp.get("")
@access(DOCKET)
def docket() -> Answer:
    """Today on top, then the coming days; what is past and not settled before everything."""
    today = clock.today(showing.zone())
    rows = queries.day_of(db(), actor(), today, DAYS)
    days: dict[str, list[Any]] = {}
    for row in rows:
        days.setdefault(show_day(showing.local_day(row.starts_at), weekday=True), []).append(row)
    return render(
        "legal/consultations/docket.html", days=days, open=queries.unsettled(db(), actor(), clock.now()), states=STATES,
        modes=MODES, pieces=panels.on_docket(db(), actor()),
    )  # fmt: skip


def _one(consultation_id: uuid.UUID) -> Consultation:
    row = queries.get(db(), actor(), consultation_id)
    require(db(), actor(), ADVISE, row)
    return row


@bp.get("/<uuid:consultation_id>")
@access(ADVISE)
def show(consultation_id: uuid.UUID) -> Answer:
    """What was asked, in the person's own words (noted before it is read), and what to do now."""
    row = _one(consultation_id)
    audit.note(db(), actor(), "matter.story_read", row.matter, ["story"])
    if row.mode == "phone":
        audit.note(db(), actor(), "read", row.person, ["phone"])
    return render(
        "legal/consultations/show.html", row=row, code=show_code(row.matter.code), state=STATES[row.state],
        topic=TOPICS[row.topic], mode=MODES[row.mode], coming=row.state in COMING, form=ActionForm(),
        may_miss=missed(row.state, row.starts_at, clock.now()), late=int(LATE.total_seconds() // 60),
        pieces=panels.on_file(db(), actor(), row),
    )  # fmt: skip


@bp.post("/<uuid:consultation_id>/arrived")
@access(ADVISE)
def arrived(consultation_id: uuid.UUID) -> Answer:
    """They are here."""
    return _done(consultation_id, meeting.arrive, _("已登记到达。"))


@bp.post("/<uuid:consultation_id>/begin")
@access(ADVISE)
def begin(consultation_id: uuid.UUID) -> Answer:
    """The consultation begins."""
    return _done(consultation_id, meeting.begin, _("开始咨询。可以边谈边写记录。"))


@bp.post("/<uuid:consultation_id>/no-show")
@access(ADVISE)
def no_show(consultation_id: uuid.UUID) -> Answer:
    """Fifteen minutes were waited and nobody came."""
    return _done(consultation_id, meeting.miss, _("已登记，并通知本人可以另约。"))


@bp.post("/<uuid:consultation_id>/postpone")
@access(ADVISE)
def postpone(consultation_id: uuid.UUID) -> Answer:
    """The lawyer cannot keep the time."""
    return _done(consultation_id, changing.postpone, _("已通知本人另选时间。"))


def _done(consultation_id: uuid.UUID, act: Any, sentence: str) -> Answer:
    row = _one(consultation_id)
    if ActionForm().validate_on_submit():
        act(db(), actor(), row.id)
        tell(sentence)
    return goto("consultations.show", consultation_id=row.id)
