"""The page of alarms: unanswered ones on top, each with its words and a way to answer."""

import uuid
from typing import Any

from flask import Blueprint

from portal.intake.alarms import queries, services
from portal.intake.alarms.forms import AnswerForm
from portal.intake.alarms.models import Alarm
from portal.intake.alarms.policy import ANSWER
from portal.intake.danger.rules import QUESTIONS
from portal.kernel import audit
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import pick
from portal.kernel.web import Answer, access, actor, db, goto, render, tell
from portal.matters.models import Matter
from portal.matters.policy import READ

bp = Blueprint("alarms", __name__, url_prefix="/desk/alarms")


@bp.app_context_processor
def words() -> dict[str, Any]:
    """What raised an alarm, in words: those of the person, or the question that got a yes."""
    return {"alarm_words": alarm_words}


def alarm_words(alarm: Alarm) -> str:
    """The questions by their text, everything else as it was said."""
    asked = {question.key: pick(question.zh, question.en) for question in QUESTIONS}
    return "、".join(asked.get(word, f"“{word}”") for word in alarm.matched)


@bp.get("")
@access(ANSWER)
def index() -> Answer:
    """What waits, and what was answered."""
    return render(
        "intake/alarms/index.html", waiting=queries.open_ones(db(), actor()), recent=queries.recent(db(), actor())
    )


@bp.route("/<uuid:alarm_id>", methods=["GET", "POST"])
@access(ANSWER)
def show(alarm_id: uuid.UUID) -> Answer:
    """One alarm: the words, the number left, and 'I have it'."""
    alarm = queries.get(db(), actor(), alarm_id)
    if alarm.phone_sealed:
        audit.note(db(), actor(), "alarm.read", alarm, ["phone"])
    form = AnswerForm()
    if form.validate_on_submit():
        services.acknowledge(db(), actor(), alarm_id, form.note.data or "")
        tell(_("已记录：由您接手。"))
        return goto("alarms.index")
    matter = db().get(Matter, alarm.matter_id) if alarm.matter_id else None
    may_open = matter is not None and READ.allows(db(), actor(), matter)
    return render("intake/alarms/show.html", alarm=alarm, form=form, may_open=may_open)
