"""The page of alarms: unanswered ones on top, each with its words and a way to answer."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template
from markupsafe import Markup

from portal.accounts.models import Account
from portal.directory.organisations.queries import centre_for
from portal.intake.alarms import queries, services
from portal.intake.alarms.forms import ReportForm, WarnForm
from portal.intake.alarms.models import Alarm
from portal.intake.alarms.policy import ANSWER, WARN
from portal.intake.alarms.rules import AT_THE_DOOR, reads_in_full
from portal.intake.danger.rules import EMERGENCIES, KINDS, QUESTIONS
from portal.intake.filing.opening import is_staffed
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.i18n import pick
from portal.kernel.policy import Actor, require
from portal.kernel.web import Answer, access, actor, db, fresh, goto, render, tell
from portal.matters import queries as matters
from portal.matters.models import Matter
from portal.matters.policy import SHOW, STATUS
from portal.matters.rules import show_code
from portal.people.persons.models import Person


@dataclass(frozen=True)
class Reached:
    """One person of an alarm: who, where, and how to speak to them without harm."""

    name: str | None
    phone: str | None
    address: str | None
    hours: str | None = None
    words: str | None = None


bp = Blueprint("alarms", __name__)

HOW = {
    "story": _l("本人写的话"),
    "questions": _l("安全问题答了“有”"),
    "counter": _l("窗口或电话登记时"),
    "triage": _l("分流时工作人员确认"),
    "room": _l("在会议室里说的话"),
    "staff": _l("工作人员报告"),
}
"""Source → how we know."""


@bp.app_context_processor
def words() -> dict[str, Any]:
    """What raised an alarm, in words: those of the person, or the question that got a yes."""
    return {"alarm_words": alarm_words}


def alarm_words(alarm: Alarm) -> str:
    """The questions by their text, what staff saw by its kind, everything else as it was said."""
    asked = {question.key: pick(question.zh, question.en) for question in QUESTIONS}
    if alarm.source == "staff":
        asked |= {key: pick(*names) for key, names in KINDS.items()}
    return "、".join(asked.get(word, f"“{word}”") for word in alarm.matched)


@bp.get("/desk/alarms")
@access(ANSWER)
def index() -> Answer:
    """What waits, and what was answered."""
    waiting, recent = queries.open_ones(db(), actor()), queries.recent(db(), actor())
    if waiting or recent:
        audit.note(db(), actor(), "alarms.read", Alarm.__tablename__, ["matched", "note"])
    return render("intake/alarms/index.html", waiting=waiting, recent=recent, in_full=_in_full)


@bp.route("/desk/alarms/<uuid:alarm_id>", methods=["GET", "POST"])
@access(ANSWER)
def show(alarm_id: uuid.UUID) -> Answer:
    """One alarm: the words, how the people are reached, and afterwards what was done."""
    alarm = queries.get(db(), actor(), alarm_id)
    if not _in_full(alarm):
        return render("intake/alarms/past.html", alarm=alarm, how=HOW[alarm.source])
    audit.note(db(), actor(), "alarm.read", alarm, ["matched", "note", "phone"])
    form = ReportForm(data={"seen": alarm.version})
    if form.validate_on_submit() and fresh(form, alarm):
        services.report(db(), actor(), alarm_id, form.note.data or "")
        tell(_("已记录。"))
        return goto("alarms.index")
    matter = db().get(Matter, alarm.matter_id) if alarm.matter_id else None
    may_open = matter is not None and SHOW.door(actor()) and SHOW.allows(db(), actor(), matter)
    reach, place = _reach(alarm, matter), _place(alarm, matter)
    return render(
        "intake/alarms/show.html", alarm=alarm, form=form, may_open=may_open, reach=reach, place=place,
        how=HOW[alarm.source], reporter=_reporter(alarm),
    )  # fmt: skip


def _in_full(alarm: Alarm) -> bool:
    mine = actor().account in (alarm.acknowledged_by, alarm.account_id)
    answered = clock.now() - alarm.acknowledged_at if alarm.acknowledged_at is not None else None
    return reads_in_full(answered_for=answered, took_part=mine)


def _place(alarm: Alarm, matter: Matter | None) -> str:
    """Where it happens: what the police are told first."""
    if matter is None:
        return str(queries.told_in_draft(db(), alarm).get("place") or "")
    audit.note(db(), actor(), "read", matter, ["place"])
    return matter.place or ""


def _reach(alarm: Alarm, matter: Matter | None) -> list[Reached]:
    """The numbers in full of whoever spoke (at the door: of those who asked for help): whoever answers has to call at
    once, and must not by mistake call the other side. Reading them is written down first."""
    people = [db().get_one(Person, alarm.person_id)] if alarm.person_id else []
    if matter is not None and not people and alarm.source in AT_THE_DOOR:
        people = [party.person for party in matter.parties if party.role == "applicant"]
    for person in people:
        audit.note(db(), actor(), "read", person, ["phone", "address", "contact_words"])
    known = queries.told_in_draft(db(), alarm) if matter is None else {}
    found = [Reached(one.name, one.phone, one.address, one.contact_hours, one.contact_words) for one in people]
    return [*found, Reached(known.get("name"), known.get("phone"), known.get("place"))] if known else found


def _reporter(alarm: Alarm) -> str:
    return db().get_one(Account, alarm.account_id).display_name if alarm.account_id else ""


def on_docket(session: Db, who: Actor, _matter: None) -> Markup | None:
    """Above everything that waits: that somebody may be in danger now, the newest alarm first."""
    if not ANSWER.door(who):
        return None
    newest = queries.newest(session, who)
    if newest is None:
        return None
    waiting = queries.count_open(session, who)
    return Markup(render_template("intake/alarms/docket.html", alarm=newest, waiting=waiting))


@bp.post("/desk/alarms/<uuid:alarm_id>/take")
@access(ANSWER)
def take(alarm_id: uuid.UUID) -> Answer:
    """'I have it': one press, before anything has to be written."""
    services.acknowledge(db(), actor(), alarm_id)
    tell(_("由您接手。请马上打电话，办完以后再写一句做了什么。"))
    return goto("alarms.show", alarm_id=alarm_id)


@bp.route("/matters/<uuid:matter_id>/danger", methods=["GET", "POST"])
@access(WARN)
def warn(matter_id: uuid.UUID) -> Answer:
    """Somebody who works on a matter has seen or been told of danger: numbers first, then the alarm."""
    matter = matters.get(db(), actor(), matter_id)
    require(db(), actor(), WARN, matter)
    form = WarnForm()
    if form.validate_on_submit():
        services.warn(db(), actor(), matter_id, form.signs.data or [], form.words.data or "")
        tell(_("已呼叫值班人员。眼前有危险的，请您自己马上打 110、120，不要等。"))
        return goto("matters.show", matter_id=matter_id)
    code = show_code(matter.code)
    return render("intake/alarms/warn.html", form=form, matter=matter, code=code, emergencies=EMERGENCIES)


@bp.get("/my/safe")
@access(STATUS)
def safe() -> Answer:
    """Words of somebody in a matter spoke of danger: numbers first, before anything else, and who is here to read."""
    return render("intake/alarms/safe.html", staffed=is_staffed(db(), centre_for(db())))


def on_matter(session: Db, who: Actor, matter: Matter) -> Markup | None:
    """The way to raise an alarm, on the page of everybody who works on the matter."""
    if not WARN.door(who) or not WARN.allows(session, who, matter):
        return None
    return Markup(render_template("intake/alarms/way.html", matter_id=matter.id))
