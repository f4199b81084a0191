"""What follows from the answers of everybody: acceptance, an end, another round, or waiting on."""

from zoneinfo import ZoneInfo

from mediation.cases import clocks
from mediation.cases import queries as found
from mediation.cases import services as cases
from mediation.cases.models import MediationCase
from mediation.consents import queries, rules
from mediation.consents.models import PartyConsent
from mediation.consents.rules import Outcome
from mediation.invitations.queries import contacted
from mediation.terminations import services as terminations
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Actor
from portal.matters import services as acts
from portal.matters.models import Party


def ask(db: Db, actor: Actor, case: MediationCase) -> None:
    """Put the question to everybody who is in the matter; who filed is told at once, the others are invited."""
    parties = found.parties(db, case.matter_id)
    for party in parties:
        db.add(PartyConsent(case_id=case.id, party_id=party.id, round=case.round))
    db.flush()
    audit.record(db, actor, "mediation.asked", case, ["round"])
    if case.round == 1:
        cases.tell_parties(db, case, "mediation.asked", [one for one in parties if one.role == "applicant"])


def follow(db: Db, actor: Actor, case: MediationCase) -> None:
    """After each answer: accepted, ended, asked anew, or waiting on; the caller holds the row of the case."""
    match rules.outcome(queries.asked(db, case)):
        case Outcome.ACCEPT:
            _accept(db, actor, case)
        case Outcome.ASK_ANEW:
            _ask_anew(db, actor, case)
        case Outcome.END:
            leaving = next(row.party.role for row in queries.current(db, case) if row.answer == "no")
            terminations.terminate(db, actor, case, rules.reason_for_leaving(leaving))
        case Outcome.WAIT:
            cases.tell_mediator(db, case, "mediation.answered")


def _accept(db: Db, actor: Actor, case: MediationCase) -> None:
    """受理: everybody agreed; the legal period by class begins to run (R-09), once, also if somebody joins later."""
    wishes = [bool(row.wants_public) for row in queries.current(db, case)]
    first = case.accepted_at is None
    case.accepted_at, case.public = case.accepted_at or clock.now(), rules.is_public(wishes)
    cases.move(db, actor, case, "accepted")
    if case.matter.stage == "routed":
        acts.move(db, SYSTEM, case.matter, "active")
    clocks.tell(db, SYSTEM, case.matter, "mediation.accepted", case.accepted_at)
    if first:  # from now on they may ask for another mediator; with the first session they go on with this one
        clocks.tell(db, SYSTEM, case.matter, "mediation.consented", case.accepted_at)
    due = clocks.limit_of(db, case.matter)
    acts.say(
        db, SYSTEM, case.matter, "mediation.accepted", holder=case.committee, next_key="next.arrange", next_due=due,
        day=case.accepted_at.astimezone(ZoneInfo(db.info["settings"].zone)).date(),
    )  # fmt: skip
    cases.tell_parties(db, case, "mediation.accepted")
    cases.tell_mediator(db, case, "mediation.all_agreed")


def _ask_anew(db: Db, actor: Actor, case: MediationCase) -> None:
    """Mediation ends with whoever said no; everybody else decides anew, as if asked for the first time."""
    for row in queries.current(db, case):
        if row.answer == "no":
            terminations.part(db, actor, case, row.party, rules.reason_for_leaving(row.party.role))
    ask_without(db, actor, case)


def ask_without(db: Db, actor: Actor, case: MediationCase) -> None:
    """The question once more, to those who are left."""
    case.round += 1
    ask(db, actor, case)
    acts.say(db, SYSTEM, case.matter, "mediation.asked_anew", holder=case.committee, next_key="next.decide_anew")
    inside = [row.party for row in queries.current(db, case) if knows(db, case, row.party)]
    cases.tell_parties(db, case, "mediation.asked_anew", inside)
    cases.tell_mediator(db, case, "mediation.party_left")
    if contacted(db, case):
        clocks.tell(db, actor, case.matter, "respondent.contacted")


def knows(db: Db, case: MediationCase, party: Party) -> bool:
    """Whether this party has been reached before: who filed, and who has already answered once."""
    return party.role == "applicant" or queries.has_answered(db, case, party.id)
