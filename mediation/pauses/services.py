"""Breaking off for the day, standing still for a ground, going on."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from mediation.cases import clocks, queries
from mediation.cases import services as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE
from mediation.meetings import queries as calendar
from mediation.meetings.interruptions import call_off, promise
from mediation.pauses import queries as found
from mediation.pauses.models import Pause
from mediation.pauses.rules import BEGINS, GROUNDS, day_fits
from portal.directory.workdays.queries import office_time
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.outbox import enqueue
from portal.kernel.policy import Actor, Conflict, require
from portal.matters import services as acts

MORNING = time(9)


@dataclass(frozen=True)
class Plan:
    """By which day it goes on (or is looked at again), and what is to be done until then."""

    until_on: date
    todo: str


def adjourn(db: Db, actor: Actor, case_id: uuid.UUID, plan: Plan) -> Pause:
    """择期再调: enough for today. A meeting that is booked already is the next step, else a day is."""
    case = _held(db, actor, case_id)
    row = _begin(db, actor, case, "adjourned", None, plan)
    acts.say(
        db, actor, case.matter, "mediation.adjourned", holder=case.committee, next_key="next.adjourned",
        next_due=_closing(db, case, plan.until_on), day=plan.until_on,
    )  # fmt: skip
    meeting = calendar.next_joint(db, case)
    if meeting is not None:
        cases.move(db, actor, case, "scheduled")
        cases.comes_next(case, "next.meeting", meeting.starts_at)
    cases.tell_parties(db, case, "mediation.adjourned", until_on=plan.until_on)
    return row


def suspend(db: Db, actor: Actor, case_id: uuid.UUID, ground: str, plan: Plan) -> Pause:
    """中止: what is booked until then is called off. Which periods stand still, the ground and the class say (R-09)."""
    reason = GROUNDS[ground]
    case = _held(db, actor, case_id)
    _refuse_unfit(db, case, "suspended", plan)
    until = _closing(db, case, plan.until_on)
    call_off(db, actor, case, [one for one in calendar.coming(db, case) if one.starts_at < until])
    row = _begin(db, actor, case, "suspended", ground, plan)
    clocks.tell(db, actor, case.matter, reason.began)
    acts.say(
        db, actor, case.matter, f"mediation.suspended.{ground}", holder=case.committee, next_key="next.suspended",
        next_due=until,
    )  # fmt: skip
    cases.tell_parties(db, case, "mediation.suspended", until_on=plan.until_on)
    return row


def resume(db: Db, actor: Actor, case_id: uuid.UUID) -> MediationCase:
    """The ground is gone: back to the state it came from, and to what was to come then."""
    case = _held(db, actor, case_id)
    row = found.current(db, case)
    if row is None or row.kind != "suspended" or row.ground is None:
        raise Conflict(_("这件调解现在没有中止。请看最新的情况。"))
    row.ended_at, row.ended_by = clock.now(), actor.account
    clocks.tell(db, actor, case.matter, GROUNDS[row.ground].ended)
    missed = row.came_from == "scheduled" and not calendar.coming(db, case)
    cases.move(db, actor, case, "preparing" if missed else row.came_from)
    promise(db, case, row.next_key, row.next_due_at)
    acts.say(db, actor, case.matter, "mediation.resumed", holder=case.committee)
    cases.tell_parties(db, case, "mediation.resumed")
    audit.record(db, actor, "mediation.resumed", row, ["ended_at"])
    return case


def _held(db: Db, actor: Actor, case_id: uuid.UUID) -> MediationCase:
    queries.get(db, actor, case_id)
    case = queries.locked(db, case_id)
    require(db, actor, MEDIATE, case)
    return case


def _begin(db: Db, actor: Actor, case: MediationCase, kind: str, ground: str | None, plan: Plan) -> Pause:
    _refuse_unfit(db, case, kind, plan)
    assert actor.account is not None
    row = Pause(case_id=case.id, kind=kind, ground=ground, came_from=case.state, until_on=plan.until_on)
    row.todo, row.began_at, row.began_by = plan.todo, clock.now(), actor.account
    row.next_key, row.next_due_at = case.matter.next_key, case.matter.next_due_at
    cases.move(db, actor, case, kind)
    db.add(row)
    db.flush()
    audit.record(db, actor, f"mediation.{kind}", row, ["ground", "until_on", "todo"])
    zone = ZoneInfo(db.info["settings"].zone)
    enqueue(db, "pauses.remind", at=datetime.combine(plan.until_on, MORNING, zone), pause=row.id)
    return row


def limit_day(db: Db, case: MediationCase) -> date | None:
    """The last day of the legal period, while it runs."""
    limit = clocks.limit_of(db, case.matter)
    return limit.astimezone(ZoneInfo(db.info["settings"].zone)).date() if limit else None


def _refuse_unfit(db: Db, case: MediationCase, kind: str, plan: Plan) -> None:
    if case.state not in BEGINS[kind]:
        raise Conflict(_("这件调解现在不能这样办。请看过最新的情况再操作。"))
    today = clock.today(db.info["settings"].zone)
    if not day_fits(kind, plan.until_on, today, limit_day(db, case)):
        raise Conflict(_("请选明天以后、调解期限以内的一天；谈不完，请先提出延长期限。"))


def _closing(db: Db, case: MediationCase, day: date) -> datetime:
    return office_time(db, case.center_id).closing(day)
