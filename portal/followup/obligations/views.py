"""A party's page of one duty, and the list of duties on the matter's pages."""

import uuid

from flask import Blueprint, render_template
from markupsafe import Markup

from portal.followup.obligations import queries, services
from portal.followup.obligations.forms import SpeakForm
from portal.followup.obligations.models import Obligation
from portal.followup.obligations.policy import ANSWER, NEEDED, PERFORM
from portal.followup.obligations.rules import MOVES, SEEN, overdue
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.feature import Waiting
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.money import figures
from portal.kernel.policy import Actor, Conflict, Permission, Refused
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, stale, tell
from portal.matters import hearing
from portal.matters.models import Matter

bp = Blueprint("duties", __name__, url_prefix="/my/duties")

SEE = Permission("duty.see", lambda who: PERFORM.door(who) or ANSWER.door(who))
STATES = {
    "open": ("todo", _l("还没有履行")),
    "reported": ("waiting", _l("对方说已履行，等待确认")),
    "confirmed": ("done", _l("已履行，双方确认")),
    "disputed": ("stopped", _l("说没有收到或不对")),
    "waived": ("done", _l("不再要求履行")),
}
SAID = {
    "report": _l("说已经做到"),
    "confirm": _l("确认做到了"),
    "dispute": _l("说没有做到"),
    "waive": _l("不再要求"),
    SEEN: _l("当场做到，调解员记下"),
}
ACTS = {
    "report": _l("我已经做到了"),
    "confirm": _l("我收到了，做到了"),
    "dispute": _l("没有收到，或者不对"),
    "waive": _l("我不要求履行了"),
}


def brief(duty: Obligation) -> str:
    """Who owes whom, for those who do not read the words of the agreement: those are Chinese."""
    who, whom = duty.debtor.person.name, duty.creditor.person.name if duty.creditor is not None else ""
    if duty.amount_fen and whom:
        return _("%(who)s付给%(whom)s %(amount)s", who=who, whom=whom, amount=figures(duty.amount_fen))
    return _("%(who)s为%(whom)s做到上面写的事", who=who, whom=whom) if whom else _("%(who)s做到上面写的事", who=who)


def _may(db: Db, who: Actor, duty: Obligation) -> list[str]:
    return [act for act in MOVES[duty.state] if NEEDED[act].allows(db, who, duty)]


@bp.route("/<uuid:duty_id>/<act>", methods=["GET", "POST"])
@access(SEE)
def speak(duty_id: uuid.UUID, act: str) -> Answer:
    """One duty, one act: read once more, then say it."""
    duty = queries.get(db(), actor(), duty_id)
    audit.note(db(), actor(), "duty.read", duty, ["text"])
    if act not in NEEDED or not NEEDED[act].allows(db(), actor(), duty):
        raise Refused
    form = SpeakForm(data={"seen": duty.version})
    if act not in MOVES[duty.state]:
        return _too_late(form, duty)
    if form.validate_on_submit() and fresh(form, duty):
        services.speak(db(), actor(), duty_id, act, form.note.data or "")
        tell(_("已记下，并告诉了对方和调解员。") if act == "dispute" else _("已记下，并告诉了对方。"))
        return goto(hearing.first(form.note.data) or "matters.status")
    return render(
        "followup/obligations/speak.html", form=form, duty=duty, words=ACTS[act], figures=figures, brief=brief
    )


def _too_late(form: SpeakForm, duty: Obligation) -> Answer:
    """Said already, perhaps in another tab: back to how it stands; of a form, what was typed is shown again."""
    if form.is_submitted():
        stale(form, duty)
        raise Conflict(str(services.CHANGED))
    tell(str(services.CHANGED))
    return goto("matters.status")


def _owed(duty: Obligation, may: list[str]) -> bool:
    """Whether it waits for whoever may do this: to be done, or to be confirmed."""
    return "report" in may or (duty.state == "reported" and "confirm" in may)


def panel(db: Db, who: Actor, matter: Matter) -> Markup | None:
    """All duties with their state; for a party also what they may say now."""
    there = queries.of_matter(db, matter)
    if not there:
        return None
    audit.note(db, who, "duties.read", matter, ["text", "note"])
    today = clock.today(db.info["settings"].zone)
    late = {duty.id for duty in there if overdue(duty.state, duty.due_on, today)}
    may = {duty.id: _may(db, who, duty) for duty in there} if who.person else {}
    owed = any(_owed(duty, may.get(duty.id, [])) for duty in there)
    kind = Waiting if owed else Markup
    said = queries.said(db, there)
    seen = {duty_id for duty_id, acts in said.items() if any(one.act == SEEN for one in acts)}
    return kind(
        render_template(
            "followup/obligations/panel.html", duties=there, late=late, may=may, states=STATES, words=ACTS,
            figures=figures, said=said, acts=SAID, seen=seen, brief=brief,
        )
    )  # fmt: skip
