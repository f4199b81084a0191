"""Ending a mediation, or mediation with one of several parties; everybody who knew of it is told where else to go."""

import uuid
from datetime import date

from mediation.cases import clocks, queries
from mediation.cases import services as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import END
from mediation.terminations import queries as found
from mediation.terminations.models import Termination
from mediation.terminations.policy import STOP
from mediation.terminations.rules import LIMITS, REASONS, limits_for, routes_for
from portal.clocks.queries import of_subjects
from portal.directory.taxonomy.rules import load
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Actor, require
from portal.matters import services as acts
from portal.matters.models import Matter, Party


def terminate(db: Db, actor: Actor, case: MediationCase, reason: str, words: str = "") -> Termination:
    """End the whole mediation (人民调解法 art.26). The right to do so is that of the calling act.

    Nobody learns who ended it or why: what the parties see is said by the house (SYSTEM), the audit knows who acted.
    """
    told = found.reached(db, case)
    cases.end(db, actor, case, "terminated", reason)
    clocks.tell(db, SYSTEM, case.matter, "mediation.terminated")
    notice = _write(db, actor, case, reason, words)
    acts.say(db, SYSTEM, case.matter, "mediation.terminated", holder=case.matter.holder, next_key="next.other_ways")
    acts.move(db, SYSTEM, case.matter, "closed", close_kind="procedural")
    cases.tell_parties(db, case, "mediation.terminated", told, notice=notice.id)
    cases.tell_mediator(db, case, "mediation.ended")
    return notice


def part(
    db: Db, actor: Actor, case: MediationCase, party: Party, reason: str, words: str = "",
    *, key: str | None = "mediation.ended_with_you",
) -> Termination:  # fmt: skip
    """End mediation with one of several parties: they leave, see nothing more, and learn where else to go (R-11).
    ``key``: in which words they are told; None: they were never reached, so there is nothing to tell."""
    party.left_at = clock.now()
    db.flush()
    audit.record(db, actor, "party.left", party, ["left_at"])
    for seat in queries.seats_of(db, case.matter_id, party):
        acts.end_involvement(db, actor, seat, "mediation.party_left")
    notice = _write(db, actor, case, reason, words, party)
    acts.say(db, SYSTEM, case.matter, "mediation.party_left", name=party.person.name)
    if key is not None:
        cases.tell_parties(db, case, key, [party], notice=notice.id)
    return notice


def stop(db: Db, actor: Actor) -> Termination:
    """A party has had enough: no reason is asked (人民调解法 art.23)."""
    case = queries.locked(db, found.stoppable(db, actor).id)
    require(db, actor, STOP, case)
    return terminate(db, actor, case, "withdrew")


def terminate_by_staff(db: Db, actor: Actor, case_id: uuid.UUID, reason: str, words: str) -> Termination:
    """The mediator or the head of the committee ends it and writes down why, for the file alone."""
    if reason not in REASONS:
        raise KeyError(reason)
    queries.get(db, actor, case_id)
    case = queries.locked(db, case_id)
    require(db, actor, END, case)
    return terminate(db, actor, case, reason, words)


def _write(
    db: Db, actor: Actor, case: MediationCase, reason: str, words: str, party: Party | None = None
) -> Termination:
    classes = classes_of(case.matter)
    row = Termination(case_id=case.id, matter_id=case.matter_id, reason=reason, at=clock.now())
    row.party_id = party.id if party else None
    row.decided_by, row.words = actor.account, words or None
    row.routes = routes_for(classes)
    row.limits = _limits(db, case.matter, classes)
    db.add(row)
    db.flush()
    audit.record(db, actor, "mediation.terminated", row, ["reason", "words", "party"])
    return row


def classes_of(matter: Matter) -> frozenset[str]:
    """Our own code and the Ministry's, as the tables of routes and limits ask for them."""
    if matter.class_code is None:
        return frozenset()
    minor = load().minor(matter.class_code)
    return frozenset({minor.code, minor.moj} if minor.moj else {minor.code})


def _limits(db: Db, matter: Matter, classes: frozenset[str]) -> dict[str, str | None]:
    """The periods to name, each with its last day where a clock of this matter counts it."""
    running = of_subjects(db, "matter", [matter.id])[matter.id]
    last: dict[str, date | None] = {row.code: row.last_day for row in running}
    days = {key: last.get(LIMITS[key].clock) for key in limits_for(classes)}
    return {key: day.isoformat() if day else None for key, day in days.items()}
