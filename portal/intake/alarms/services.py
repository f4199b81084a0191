"""Raising an alarm, calling the roster one by one, answering."""

import uuid
from collections.abc import Sequence

from portal.intake.alarms import queries
from portal.intake.alarms.models import Alarm
from portal.intake.alarms.policy import ANSWER, WARN
from portal.intake.alarms.rules import call_again_after, next_on_roster
from portal.intake.danger.rules import screen
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.outbox import Job, enqueue
from portal.kernel.policy import SYSTEM, Actor, Conflict, require
from portal.matters import queries as matters
from portal.matters import services as acts
from portal.matters.models import Matter
from portal.notices.services import notify


def raise_alarm(
    db: Db, actor: Actor, center_id: uuid.UUID, source: str, matched: Sequence[str], *,
    draft_id: uuid.UUID | None = None, matter: Matter | None = None, teller: Actor | None = None,
) -> Alarm:  # fmt: skip
    """Raise an alarm at once; a filing that alarms twice, or somebody in a matter whose alarm still rings, keeps one
    alarm with all that was matched; whoever has it hears of what is new. ``teller``: who said it, else the actor."""
    teller = teller or actor
    alarm = queries.of_draft(db, draft_id) if draft_id else queries.ringing(db, matter, teller) if matter else None
    if alarm is not None:
        more = sorted({*alarm.matched, *matched})
        if more != alarm.matched and alarm.acknowledged_by is not None:
            notify(db, "alarm", account_id=alarm.acknowledged_by, matter_id=alarm.matter_id, count=max(1, alarm.rung))
        alarm.matched = more
        return alarm
    alarm = Alarm(center_id=center_id, source=source, raised_at=clock.now())
    alarm.draft_id, alarm.matched = draft_id, sorted(set(matched))
    alarm.matter_id = matter.id if matter else None
    alarm.person_id, alarm.account_id = teller.person, teller.account
    db.add(alarm)
    db.flush()
    audit.record(db, actor, "alarm.raised", alarm, ["matched"])
    enqueue(db, "alarms.call", key=f"{alarm.id.hex}:0", alarm=alarm.id)
    return alarm


def tells(words: str) -> bool:
    """Whether words that somebody in a matter writes speak of danger."""
    return screen(words).hit


def hear(db: Db, actor: Actor, matter: Matter, words: str) -> None:
    """They do: whoever reads these words for another reason, the roster is called now, and the sides stay apart. What
    staff wrote down for somebody is told by staff: it must not look like the words of whoever filed."""
    source = "story" if actor.person is not None else "staff"
    raise_alarm(db, actor, matter.center_id, source, screen(words).matched, matter=matter)
    acts.flag_danger(db, SYSTEM, matter)


def warn(db: Db, actor: Actor, matter_id: uuid.UUID, signs: Sequence[str], words: str) -> Alarm:
    """Whoever works on a matter has seen or been told of danger, also in confidence: the roster is called, and the two
    sides are not brought together any more (人民调解法 art.25). ``signs``: kinds of danger (``danger.rules.KINDS``)."""
    matter = matters.get(db, actor, matter_id)
    require(db, actor, WARN, matter)
    alarm = raise_alarm(db, actor, matter.center_id, "staff", [*signs, *([words] if words else [])], matter=matter)
    acts.flag_danger(db, actor, matter)
    return alarm


def ask_for_call(db: Db, draft_id: uuid.UUID, phone: str) -> None:
    """The person in danger leaves a number to be called."""
    alarm = queries.of_draft(db, draft_id)
    if alarm is None:
        raise Conflict(_("请直接拨打 110 或 120。"))
    alarm.phone = phone
    audit.record(db, SYSTEM, "alarm.call_asked", alarm, ["phone"])


def attach(db: Db, draft_id: uuid.UUID, matter: Matter) -> None:
    """The filing became a matter: the alarm now leads to it, and whoever has taken it may open it."""
    alarm = queries.of_draft(db, draft_id)
    if alarm is not None:
        alarm.matter_id = matter.id
        if alarm.acknowledged_by is not None:
            _let_help(db, SYSTEM, alarm, matter, alarm.acknowledged_by)


def _let_help(db: Db, actor: Actor, alarm: Alarm, matter: Matter, account: uuid.UUID) -> None:
    """Whoever answers may open the matter; not whoever called for help themselves, or one person alone could open any
    matter by ringing and answering."""
    if alarm.account_id != account:
        acts.involve(db, actor, matter, "team", account_id=account, act="alarm.acknowledged")


def acknowledge(db: Db, actor: Actor, alarm_id: uuid.UUID) -> Alarm:
    """Somebody has it now: the calls stop, and they may open the matter to help. The first answer stands."""
    alarm = queries.get(db, actor, alarm_id)
    require(db, actor, ANSWER, alarm)
    if alarm.acknowledged_at is not None:
        raise Conflict(_("这条警报已经有人接手。"))
    alarm.acknowledged_at, alarm.acknowledged_by = clock.now(), actor.account
    if alarm.matter_id is not None and actor.account is not None:
        _let_help(db, actor, alarm, db.get_one(Matter, alarm.matter_id), actor.account)
    audit.record(db, actor, "alarm.acknowledged", alarm, ["acknowledged_by"])
    return alarm


def report(db: Db, actor: Actor, alarm_id: uuid.UUID, note: str) -> Alarm:
    """What was done, for whoever reads later; written once help is on its way, never before."""
    alarm = queries.get(db, actor, alarm_id)
    require(db, actor, ANSWER, alarm)
    if alarm.acknowledged_at is None:
        raise Conflict(_("请先点“由我接手”。"))
    alarm.note = note
    audit.record(db, actor, "alarm.reported", alarm, ["note"])
    return alarm


def call_next(job: Job) -> None:
    """Call the next on the roster (where there is none, at the desk), and come back until somebody has it."""
    with job.database.writing() as db:
        alarm = db.get(Alarm, job.uuid("alarm"), with_for_update=True)
        if alarm is None or alarm.acknowledged_at is not None:
            return
        roster = queries.roster(db, alarm.center_id) or queries.desk(db, alarm.center_id)
        again = clock.now() + call_again_after(len(roster), alarm.rung)
        if not enqueue(db, "alarms.call", key=f"{alarm.id.hex}:{alarm.rung + 1}", at=again, alarm=alarm.id):
            return  # this call has been made already
        place = next_on_roster(len(roster), alarm.rung)
        if place is not None:
            notify(db, "alarm", account_id=roster[place], matter_id=alarm.matter_id, count=alarm.rung + 1)
        alarm.rung += 1
