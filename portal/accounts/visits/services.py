"""Letting a person into their case; whether a code exists at all is never told."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from portal.accounts.attempts import services as attempts
from portal.accounts.attempts.services import Door
from portal.accounts.passes.services import check_code, check_pin, start_code
from portal.accounts.sessions.services import open_person_session
from portal.accounts.shelf.services import keep
from portal.accounts.visits import cases
from portal.accounts.visits.queries import BY_PHONE, with_phone
from portal.accounts.visits.rules import bare_code
from portal.kernel import audit, crypto
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, Actor
from portal.notices.services import goes_out
from portal.people.persons.models import Person

PURPOSE = "visit"
NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True)
class Visit:
    """Somebody who may come in; ``from_account`` when an account of their own waits behind."""

    matter_id: uuid.UUID
    person_id: uuid.UUID
    token: str
    from_account: bool


@dataclass(frozen=True)
class Shut:
    """Not let in: until when the door is shut (None: try again), after how many wrong answers."""

    locked_until: datetime | None
    failures: int


@dataclass(frozen=True)
class Elsewhere:
    """The PIN is right, but for the door at this path."""

    path: str


@dataclass(frozen=True)
class Asked:
    """A request for a code: for one person of one case, or for nobody; outside both look the same."""

    matter_id: uuid.UUID
    person_id: uuid.UUID
    subject: uuid.UUID

    def text(self) -> str:
        """For the browser's pocket: always of the same length."""
        return self.matter_id.hex + self.person_id.hex + self.subject.hex

    @classmethod
    def read(cls, text: str) -> "Asked":
        """From the browser's pocket."""
        return cls(*(uuid.UUID(text[at : at + 32]) for at in (0, 32, 64)))


def enter_by_pin(
    db: Db, actor: Actor, typed_code: str, pin: str, device: str, origin: str = ""
) -> Visit | Elsewhere | Shut:
    """Case code and PIN; the PIN of another letter of the same case leads to the door that asks the rest."""
    case = cases.find(db, typed_code)
    door = Door(db, f"pin:{case.matter_id if case else bare_code(typed_code)}", origin)
    until = door.locked()
    if until:
        return Shut(until, 0)
    person = check_pin(db, case.matter_id if case else NOBODY, pin)
    path = cases.other_door(db, case.matter_id, pin) if case and person is None else None
    if path:
        door.opened()
        return Elsewhere(path)
    if case is None or person is None:
        audit.record(db, ANONYMOUS, "visit.refused", "matters")
        return Shut(*door.failed())
    door.opened()
    return _let_in(db, actor, case.matter_id, person, device)


def ask_code(db: Db, typed_code: str, phone: str) -> Asked:
    """Send a code to the phone, if it is that of a person of this case; nobody can tell from outside."""
    case = cases.find(db, typed_code)
    person = with_phone(db, case.person_ids if case else (), phone)
    mac = crypto.keyring().mac("codes", "visit", str(case.matter_id) if case else bare_code(typed_code), phone)
    subject = uuid.UUID(bytes=mac[:16], version=4)
    by_mail = person is not None and person.contact_channel == "email" and goes_out(db, "email")
    start_code(db, PURPOSE, subject, person_id=person.id if person and by_mail else None, phone=_to(db, person, phone))
    return Asked(case.matter_id, person.id, subject) if case and person else Asked(NOBODY, NOBODY, subject)


def ways(db: Db) -> list[str]:
    """By which ways a code can reach anybody here at all."""
    return [channel for channel in ("sms", "email") if goes_out(db, channel)]


def _to(db: Db, person: Person | None, phone: str) -> str | None:
    """The phone, if it is this person's and messages to phones can be sent at all."""
    return phone if person and person.contact_channel in BY_PHONE and goes_out(db, "sms") else None


def enter_by_code(db: Db, actor: Actor, asked: Asked, typed: str, device: str) -> Visit | Shut:
    """The code from the message."""
    key = f"visit-code:{asked.subject}"
    until = attempts.locked(db, key)
    if until:
        return Shut(until, 0)
    if not check_code(db, PURPOSE, asked.subject, typed) or asked.person_id == NOBODY:
        audit.record(db, ANONYMOUS, "visit.refused", "matters")
        until = attempts.failed(db, key)
        return Shut(until, attempts.failures(db, key))
    attempts.cleared(db, key)
    return _let_in(db, actor, asked.matter_id, asked.person_id, device)


def _let_in(db: Db, actor: Actor, matter_id: uuid.UUID, person_id: uuid.UUID, device: str) -> Visit:
    """A visit held to this one matter; the account of a resident who is signed in keeps the case at hand."""
    if actor.account is None or actor.is_staff:
        return Visit(matter_id, person_id, open_person_session(db, person_id, matter_id, device), from_account=False)
    keep(db, actor, matter_id, person_id)
    token = open_person_session(db, person_id, matter_id, device, opened_by=actor.account)
    return Visit(matter_id, person_id, token, from_account=True)
