"""The respondent's door: saying who one is, or that one is not."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from mediation.cases import services as cases
from mediation.cases.models import MediationCase
from mediation.cases.queries import of_matter
from mediation.invitations import queries
from mediation.invitations.models import Invitation
from mediation.invitations.queries import Knock
from mediation.invitations.rules import PIN_PURPOSE, same_name, same_tail
from portal.accounts.attempts import services as attempts
from portal.accounts.attempts.services import Door
from portal.accounts.grants.queries import holders
from portal.accounts.passes.rules import bare_digits
from portal.accounts.passes.services import check_pin, end_link, end_pins, keep_pin, use_link
from portal.accounts.sessions.services import open_person_session
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, SYSTEM
from portal.matters import services as acts
from portal.matters.rules import show_code
from portal.people.persons.models import Person

NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True)
class Shut:
    """Not let in: until when the door is shut (None: try again), after how many wrong answers."""

    locked_until: datetime | None
    failures: int


def enter_by_link(db: Db, knock: Knock, name: str, digits: str, device: str) -> str | Shut:
    """Name, and the last four digits of the phone or the letter's PIN: then the link is spent. Answers a session."""
    key = f"knock:{knock.link.matter_id}:{knock.link.person_id}"
    until = attempts.locked(db, key)
    if until:
        return Shut(until, 0)
    audit.note(db, ANONYMOUS, "mediation.knocked", knock.invitation, ["name", "phone"])
    typed = bare_digits(digits)
    fits = same_tail(typed, knock.person.phone) or check_pin(db, knock.case.id, typed) == knock.person.id
    if not (same_name(name, knock.person.name) and fits and use_link(db, knock.link)):
        return _wrong(db, key)
    attempts.cleared(db, key)
    return _let_in(db, knock.case, knock.invitation, device)


def enter_by_letter(db: Db, code: str, pin: str, name: str, device: str, origin: str = "") -> str | Shut:
    """Case code, PIN and name, all from the letter; a code that does not exist answers like a wrong PIN."""
    case, door, invitation = _letter(db, code, pin, origin)
    if isinstance(invitation, Shut):
        return invitation
    if case is None or invitation is None or not same_name(name, db.get_one(Person, invitation.person_id).name):
        return _wrong_at(db, door)
    door.opened()
    return _let_in(db, case, invitation, device)


def letter_door(db: Db, matter_id: uuid.UUID, pin: str) -> str | None:
    """Where a letter's PIN is asked for together with the name; the door of the case code leads there."""
    case = of_matter(db, matter_id)
    if case is None or check_pin(db, case.id, pin) is None:
        return None
    return url_for("doors.by_letter", code=show_code(case.matter.code))


def deny_by_link(db: Db, knock: Knock) -> None:
    """Not me, or the wrong number: having the link is enough to end it."""
    end_link(db, knock.link)
    _denied(db, knock.case, knock.invitation)


def deny_by_letter(db: Db, code: str, pin: str, origin: str = "") -> Shut | None:
    """Not me: the letter came to the wrong house. None when it is done."""
    case, door, invitation = _letter(db, code, pin, origin)
    if isinstance(invitation, Shut):
        return invitation
    if case is None or invitation is None:
        return _wrong_at(db, door)
    door.opened()
    _denied(db, case, invitation)
    return None


def _letter(db: Db, code: str, pin: str, origin: str) -> tuple[MediationCase | None, Door, Invitation | Shut | None]:
    case = queries.case_by_code(db, code)
    door = Door(db, queries.door_key(case, code), origin)
    until = door.locked()
    if until:
        return case, door, Shut(until, 0)
    person = check_pin(db, case.id if case else NOBODY, pin)
    invitation = queries.newest(db, case, person) if case and person else None
    return case, door, invitation


def _wrong_at(db: Db, door: Door) -> Shut:
    audit.record(db, ANONYMOUS, "mediation.refused_entry", "invitations")
    return Shut(*door.failed())


def _wrong(db: Db, key: str) -> Shut:
    audit.record(db, ANONYMOUS, "mediation.refused_entry", "invitations")
    until = attempts.failed(db, key)
    return Shut(until, attempts.failures(db, key))


def _let_in(db: Db, case: MediationCase, invitation: Invitation, device: str) -> str:
    if invitation.confirmed_at is None:
        invitation.confirmed_at, invitation.denied_at = clock.now(), None
        audit.record(db, ANONYMOUS, "mediation.confirmed", invitation, ["confirmed_at"])
        keep_pin(db, case.id, invitation.person_id, PIN_PURPOSE)
    return open_person_session(db, invitation.person_id, case.matter_id, device)


def _denied(db: Db, case: MediationCase, invitation: Invitation) -> None:
    """Those who sent it learn that it went astray; nothing of the matter was shown.

    The letter's secrets end, unless somebody has come in with them and said who they are: then whoever finds the
    letter later must not be able to shut that person out, and staff ask what has happened.
    """
    if invitation.confirmed_at is None:
        end_pins(db, case.id, invitation.person_id, PIN_PURPOSE)
        invitation.denied_at = invitation.denied_at or clock.now()
    audit.record(db, ANONYMOUS, "mediation.denied", invitation, ["denied_at"])
    acts.say(db, SYSTEM, case.matter, "mediation.astray", audience="staff")
    for account_id in {case.mediator_id, *(head.id for head in holders(db, "committee_head", case.committee_id))}:
        cases.tell_mediator(db, case, "mediation.astray", account_id)
