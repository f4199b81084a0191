"""Whoever was named says whether they have an interest: then the file is theirs, or somebody else is named."""

from mediation.cases import clocks
from mediation.cases import queries as found
from mediation.cases import services as cases
from mediation.cases.models import MediationCase
from mediation.meetings.interruptions import mediator_came, promise
from mediation.replacements.leaving import deciders, reached
from mediation.replacements.models import Nomination, Vacancy
from mediation.rooms.services import succeed
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Actor
from portal.matters import services as acts


def answer(db: Db, actor: Actor, case: MediationCase, nomination: Nomination, ground: str | None) -> None:
    """No interest (``ground`` None): they take over. Else those who name are told, and the parties notice nothing."""
    vacancy = db.get_one(Vacancy, nomination.vacancy_id)
    nomination.answer, nomination.answered_at, nomination.ground = "no" if ground else "yes", clock.now(), ground
    db.flush()
    audit.record(db, actor, "mediation.declared", nomination, ["answer", "ground"])
    if ground is None:
        _take_over(db, actor, case, vacancy, nomination)
        return
    acts.recuse(db, actor, case.matter, nomination.mediator_id, "mediator.declined")
    acts.say(db, actor, case.matter, f"mediator.declined.{ground}", audience="staff")
    for account in deciders(db, case, vacancy):
        cases.tell_mediator(db, case, "mediator.declined", account)


def _take_over(db: Db, actor: Actor, case: MediationCase, vacancy: Vacancy, nomination: Nomination) -> None:
    vacancy.filled_at, vacancy.successor_id = clock.now(), nomination.mediator_id
    if nomination.committee_id != case.committee_id:
        for seat in found.committee_seats(db, case):
            acts.end_involvement(db, actor, seat, "mediator.came")
    case.mediator_id, case.committee_id, case.vacant_since = nomination.mediator_id, nomination.committee_id, None
    db.flush()
    db.expire(case, ["mediator", "committee"])
    acts.let_through(db, actor, case.matter, "mediator.came", case.mediator_id)
    acts.involve(db, actor, case.matter, "mediator", account_id=case.mediator_id, act="mediator.came")
    cases.let_committee_in(db, actor, case)
    audit.record(db, actor, "mediator.came", case, ["mediator_id", "committee_id"])
    clocks.tell(db, actor, case.matter, "mediator.chosen")
    succeed(db, actor, case)
    mediator_came(db, actor, case)
    promise(db, case, vacancy.next_key, vacancy.next_due_at)
    name = case.mediator.display_name
    acts.say(db, SYSTEM, case.matter, "mediator.came", mediator=name)
    case.matter.holder_id = case.committee_id
    cases.tell_parties(db, case, "mediator.came", reached(db, case), mediator=name)
