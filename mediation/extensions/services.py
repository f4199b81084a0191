"""Proposing a longer period, signing, refusing, taking it back."""

import uuid
from datetime import date
from typing import Any

from mediation.agreements import reaching
from mediation.cases import clocks
from mediation.cases import queries as cases
from mediation.cases import services as telling
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE
from mediation.extensions import queries
from mediation.extensions.following import end, follow, more_time
from mediation.extensions.models import ExtensionConsent, PeriodExtension
from mediation.extensions.policy import APPROVE, SIGN
from mediation.extensions.rules import CODE, EXTENDABLE, day_fits
from portal.accounts.grants.queries import holders
from portal.accounts.passes.codes import check_code, start_code
from portal.clocks.models import RunningClock
from portal.clocks.rules import Unit
from portal.directory.workdays.queries import office_time
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.policy import Actor, Conflict, require
from portal.matters import services as acts
from portal.people.persons.models import Person

TOO_LATE = _l("调解期限已经届满，不能再延长。请终止调解，告知其他途径；各方愿意再谈，可以重新申请。")
TOO_LATE_TO_SIGN = _l("调解期限已经届满，现在不能再同意延长。调解员会告诉您接下来怎么办。")


def running(db: Db, case: MediationCase, too_late: Any = TOO_LATE) -> RunningClock:
    """The period while it can be lengthened; else Conflict, with what to do instead."""
    row = clocks.legal_period(db, case.matter)
    if case.state not in EXTENDABLE or row is None or row.last_day is None or row.clock.extension is None:
        raise Conflict(_("这件调解现在没有可以延长的期限。"))
    if row.due_if_resumed(clock.now()).at <= clock.now():
        raise Conflict(str(too_late))
    return row


def propose(db: Db, actor: Actor, case_id: uuid.UUID, until: date, reason: str) -> PeriodExtension:
    """Until which day, and why; each party is asked, in medical matters the committee too."""
    case = _held(db, actor, case_id)
    row = running(db, case)
    assert row.last_day is not None
    assert row.clock.extension is not None
    assert actor.account is not None
    if queries.open_of(db, case.id) is not None:
        raise Conflict(_("已经提出过延长，正在等各方答复。要改日子，请先收回。"))
    ends = end_on(db, row, until)
    if not day_fits(ends, row.last_day, clock.today(db.info["settings"].zone)):
        raise Conflict(_("请选晚于现在期限的一天，一次最多往后六个月。"))
    extension = PeriodExtension(case_id=case.id, clock=row.code, last_on=row.last_day, until_on=ends)
    extension.reason, extension.proposed_at, extension.proposed_by = reason, clock.now(), actor.account
    extension.needs_committee = "committee" in row.clock.extension.by
    extension.consents = [ExtensionConsent(party_id=party.id) for party in cases.parties(db, case.matter_id)]
    db.add(extension)
    db.flush()
    audit.record(db, actor, "extension.proposed", extension, ["until_on", "reason"])
    acts.say(db, actor, case.matter, "extension.proposed", until=ends)
    telling.tell_parties(db, case, "extension.proposed", until_on=ends, last_on=row.last_day)
    if extension.needs_committee:
        for head in holders(db, "committee_head", case.committee_id):
            telling.tell_mediator(db, case, "extension.to_approve", head.id)
    return extension


def end_on(db: Db, row: RunningClock, day: date) -> date:
    """The day on which the period would really end: a rest day moves on, working days end on one."""
    assert row.last_day is not None
    office = office_time(db, row.center_id)
    if row.clock.span.unit is Unit.WORKDAYS:
        return office.add_workdays(row.last_day, more_time(db, row, day))[0] if day > row.last_day else day
    return office.next_non_holiday(day)[0] if row.clock.rolls else day


def _held(db: Db, actor: Actor, case_id: uuid.UUID) -> MediationCase:
    cases.get(db, actor, case_id)
    case = cases.locked(db, case_id)
    require(db, actor, MEDIATE, case)
    return case


def start_sign_code(db: Db, actor: Actor) -> None:
    """Have the code sent that goes with a party's yes; to whom none can be sent it is handed over (handing.py)."""
    mine = queries.mine(db, actor)
    if not mine.owes:
        raise Conflict(_("现在不需要这一步。"))
    assert actor.person is not None
    reaching.refuse_unreachable(db, db.get_one(Person, actor.person))
    start_code(db, CODE, mine.consents[0].id, person_id=actor.person)


def sign(db: Db, actor: Actor, answer: str, code: str = "") -> bool:
    """A party's yes with its code, or a no, which needs none. After False (wrong code) the view ``keep_writes()``."""
    cases.locked(db, queries.mine(db, actor).case.id)
    mine = queries.mine(db, actor)
    _refuse_answered(db, mine.case, mine.extension, mine.consents, TOO_LATE_TO_SIGN)
    for one in mine.consents:
        require(db, actor, SIGN, one)
    if answer == "yes" and not check_code(db, CODE, mine.consents[0].id, code):
        return False
    for one in mine.consents:
        one.answer, one.channel, one.answered_at, one.answered_by = answer, "code", clock.now(), actor.person
        audit.record(db, actor, "extension.answered", one, ["answer"])
    follow(db, actor, mine.case, mine.extension)
    return True


def record(db: Db, actor: Actor, case_id: uuid.UUID, party_id: uuid.UUID, answer: str) -> None:
    """What a party signed on paper before the mediator; they are told that it was written down."""
    case = _held(db, actor, case_id)
    extension = queries.newest(db, case)
    if extension is None:
        raise Conflict(_("现在没有等待答复的延长。"))
    one = queries.consent_of(extension, party_id)
    _refuse_answered(db, case, extension, [one])
    one.answer, one.channel, one.answered_at, one.recorded_by = answer, "paper", clock.now(), actor.account
    audit.record(db, actor, "extension.recorded", one, ["answer"])
    telling.tell_parties(db, case, "extension.recorded", [one.party])
    follow(db, actor, case, extension)


def _refuse_answered(
    db: Db, case: MediationCase, extension: PeriodExtension, consents: list[ExtensionConsent], too_late: Any = TOO_LATE
) -> None:
    if extension.state != "open":
        raise Conflict(_("这次延长已经有了结果，不用再答复。"))
    running(db, case, too_late)
    if all(one.answer != "pending" for one in consents):
        raise Conflict(_("已经答复过了。"))


def approve(db: Db, actor: Actor, case_id: uuid.UUID) -> None:
    """The committee agrees as well (医疗纠纷预防和处理条例 art.38)."""
    cases.get(db, actor, case_id)
    case = cases.locked(db, case_id)
    require(db, actor, APPROVE, case)
    extension = queries.newest(db, case)
    waits = extension is not None and extension.state == "open" and extension.needs_committee
    if extension is None or not waits or extension.committee_at is not None:
        raise Conflict(_("现在没有等待调委会同意的延长。"))
    running(db, case)
    extension.committee_at, extension.committee_by = clock.now(), actor.account
    audit.record(db, actor, "extension.approved", extension, ["committee_at"])
    follow(db, actor, case, extension)


def withdraw(db: Db, actor: Actor, case_id: uuid.UUID) -> None:
    """The mediator takes the proposal back: the period stays as it is."""
    case = _held(db, actor, case_id)
    extension = queries.open_of(db, case.id)
    if extension is None:
        raise Conflict(_("现在没有等待答复的延长。"))
    end(db, actor, extension, "withdrawn")
    acts.say(db, actor, case.matter, "extension.withdrawn", last=extension.last_on)
    telling.tell_parties(db, case, "extension.withdrawn", last_on=extension.last_on)
