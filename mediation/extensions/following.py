"""What follows from the answers: the clock is moved, the period stays as it is, or the proposal has come to nothing."""

from collections.abc import Sequence
from datetime import date

from mediation.cases import clocks
from mediation.cases import queries as cases
from mediation.cases import services as telling
from mediation.cases.models import MediationCase
from mediation.cases.rules import NEXT
from mediation.extensions import queries
from mediation.extensions.models import ExtensionConsent, PeriodExtension
from mediation.extensions.rules import MOVES, Outcome, outcome
from portal.clocks.models import RunningClock
from portal.clocks.rules import Unit
from portal.clocks.services import extend
from portal.contracts.events import AgreementEffective, ClockReached, MatterClosed
from portal.directory.workdays.queries import office_time
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Actor
from portal.matters import services as acts
from portal.matters.models import Matter


def follow(db: Db, actor: Actor, case: MediationCase, extension: PeriodExtension) -> None:
    """After each answer; the caller holds the case."""
    db.flush()
    answers = [one.answer for one in still_in(extension)]
    owes = extension.needs_committee and extension.committee_at is None
    match outcome(answers, committee_owes=owes):
        case Outcome.GRANT:
            _grant(db, actor, case, extension)
        case Outcome.REFUSE:
            end(db, actor, extension, "refused")
            _tell(db, case, "extension.refused", extension.last_on)
        case Outcome.WAIT:
            telling.tell_mediator(db, case, "extension.answered")


def still_in(extension: PeriodExtension) -> Sequence[ExtensionConsent]:
    """Whoever has left the matter is not asked any more."""
    return [one for one in extension.consents if one.party.left_at is None]


def more_time(db: Db, row: RunningClock, until: date) -> int:
    """How much lies between the end there is and that day, in the unit of the clock (a day that moved is not
    counted)."""
    assert row.last_day is not None
    if row.clock.span.unit is Unit.WORKDAYS:
        return office_time(db, row.center_id).workdays_between(row.last_day, until)[0]
    return (until - (row.rolled_from or row.last_day)).days


def _grant(db: Db, actor: Actor, case: MediationCase, extension: PeriodExtension) -> None:
    """R-09: everybody has signed and the period still runs. The clock moves on the word of the mediator who proposed
    it; whose signature was the last, the record of that signature says."""
    row = clocks.legal_period(db, case.matter)
    assert row is not None
    said = {str(one.party_id): one.answered_at for one in still_in(extension)}
    if extension.committee_at is not None:
        said["committee"] = extension.committee_at
    parties = [str(one.party_id) for one in still_in(extension)]
    consents = {name: at for name, at in said.items() if at is not None}
    more = more_time(db, row, extension.until_on)
    extend(db, Actor(account=extension.proposed_by), row, more, parties=parties, consents=consents)
    end(db, actor, extension, "granted")
    if case.matter.next_key in NEXT.values():
        telling.comes_next(case, case.matter.next_key, clocks.limit_of(db, case.matter))
    _tell(db, case, "extension.granted", row.last_day or extension.until_on)


def end(db: Db, actor: Actor, extension: PeriodExtension, state: str) -> None:
    """It waits for nobody any more."""
    if state not in MOVES[extension.state]:
        raise ValueError(f"{extension.state} does not become {state}")
    extension.state, extension.ended_at = state, clock.now()
    db.flush()
    audit.record(db, actor, f"extension.{state}", extension, ["state"])


def _tell(db: Db, case: MediationCase, key: str, last: date) -> None:
    """One sentence to everybody, without a name: until when the period runs now."""
    acts.say(db, SYSTEM, case.matter, key, last=last)
    telling.tell_parties(db, case, key, last_on=last)
    telling.tell_mediator(db, case, f"{key}_file")


def reached(db: Db, event: ClockReached) -> None:
    """The period has run out: what is not signed by now cannot be any more.

    The clock is held here; whoever grants holds the case and then the clock, so the case is not asked for.
    """
    row = db.get_one(RunningClock, event.clock)
    if event.threshold != "red" or row.subject_type != "matter":
        return
    matter = db.get_one(Matter, row.subject_id)
    case = cases.of_matter(db, matter.id)
    if case is None or case.ended_at is not None or clocks.legal_clock(matter).code != row.code:
        return
    extension = queries.open_of(db, case.id)
    if extension is not None:
        end(db, SYSTEM, extension, "lapsed")
        _tell(db, case, "extension.lapsed", extension.last_on)


def over(db: Db, event: MatterClosed | AgreementEffective) -> None:
    """There is nothing left to lengthen."""
    case = cases.of_matter(db, event.matter)
    if case is not None:
        drop(db, SYSTEM, case)


def drop(db: Db, actor: Actor, case: MediationCase) -> None:
    """Whatever was proposed to those who were in the matter is not proposed any more."""
    extension = queries.open_of(db, case.id)
    if extension is not None:
        end(db, actor, extension, "withdrawn")
