"""Finding persons, and what of them may be read by whom."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused, require
from portal.people.persons.identity import id_number_mac, phone_mac
from portal.people.persons.models import Guardianship, Person
from portal.people.persons.policy import CONTACT
from portal.people.persons.rules import NEEDED, grown_up_on, guardian_gap, mask_address, mask_id_number, mask_phone

SEALED = ("phone", "email", "address", "id_number", "contact_words")


@dataclass(frozen=True)
class Contact:
    """How to reach somebody, masked or in full."""

    phone: str
    address: str
    id_number: str
    email: str
    words: str


def get(db: Db, actor: Actor, person_id: uuid.UUID) -> Person:
    """A person whom the actor may know; Refused otherwise."""
    person = db.get(Person, person_id)
    if person is None:
        raise Refused(CONTACT.name)
    require(db, actor, CONTACT, person)
    return person


def contact(db: Db, actor: Actor, person: Person, reason: str) -> Contact:
    """Phone, address and the rest in full; the read and its reason are written down before it happens."""
    require(db, actor, CONTACT, person)
    audit.note(db, actor, "person.revealed", person, [*SEALED, f"reason:{reason}"])
    return Contact(
        phone=person.phone or "",
        address=person.address or "",
        id_number=person.id_number or "",
        email=person.email or "",
        words=person.contact_words or "",
    )


def masked(person: Person) -> Contact:
    """What staff see at first: enough to compare, not enough to use. Note the read of the page that shows it."""
    name, at, host = (person.email or "").partition("@")
    return Contact(
        phone=mask_phone(person.phone),
        address=mask_address(person.address),
        id_number=mask_id_number(person.id_number),
        email=f"{name[:1]}***{at}{host}" if name else "",
        words="",
    )


def missing(person: Person) -> tuple[str, ...]:
    """What the papers of a court ask of this person or body and nobody has written down; no sealed value is opened."""
    return tuple(name for name in NEEDED[person.kind] if not getattr(person, STORED.get(name, name)))


STORED = {"id_number": "id_number_sealed", "address": "address_sealed"}


def with_phone(db: Db, phone: str) -> Sequence[Person]:
    """Everybody filed under this number; for sign-in and conflict checks, never for display."""
    return db.scalars(select(Person).where(Person.phone_mac == phone_mac(phone)).order_by(Person.id)).all()


def with_id_number(db: Db, number: str) -> Sequence[Person]:
    """Everybody filed under this identity number."""
    return db.scalars(select(Person).where(Person.id_number_mac == id_number_mac(number)).order_by(Person.id)).all()


def guardians_of(db: Db, person_id: uuid.UUID) -> Sequence[Guardianship]:
    """The guardians attached to a person."""
    return db.scalars(select(Guardianship).where(Guardianship.ward_id == person_id).order_by(Guardianship.id)).all()


def speakers(db: Db, persons: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, uuid.UUID]:
    """Who answers and is told for each person: their guardian if they have one (the first attached), else they, and
    they themselves from the day they are grown up."""
    wards = select(Guardianship.ward_id, Guardianship.guardian_id, Person.born_on)
    wards = wards.join(Person, Person.id == Guardianship.ward_id).where(Guardianship.ward_id.in_(persons))
    found, day = db.execute(wards.order_by(Guardianship.id.desc())).all(), clock.today(db.info["settings"].zone)
    by_ward = {ward: guardian for ward, guardian, born in found if born is None or day < grown_up_on(born)}
    return {person: by_ward.get(person, person) for person in persons}


class Beside(NamedTuple):
    """A guardian as others see them: who, and in what relation."""

    id: uuid.UUID
    name: str
    relation: str


def guardians_beside(db: Db, persons: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, list[Beside]]:
    """The guardians of some persons, in the order in which they were attached."""
    rows = select(Guardianship.ward_id, Person.id, Person.name, Guardianship.relation)
    rows = rows.join(Person, Person.id == Guardianship.guardian_id).where(Guardianship.ward_id.in_(persons))
    found: dict[uuid.UUID, list[Beside]] = {person: [] for person in persons}
    for ward, person_id, name, relation in db.execute(rows.order_by(Guardianship.id)):
        found[ward].append(Beside(person_id, name, relation))
    return found


def guardian_gaps(db: Db, persons: Iterable[Person], day: date) -> Mapping[uuid.UUID, str]:
    """What R-12 still asks for, by person: 'guardian' or 'consent'; who is not named lacks nothing."""
    people = {person.id: person for person in persons if person.born_on is not None or person.said_age is not None}
    rows = select(Guardianship.ward_id, Guardianship.consented_at).where(Guardianship.ward_id.in_(people))
    attached: dict[uuid.UUID, list[bool]] = {person_id: [] for person_id in people}
    for ward, consented in db.execute(rows) if people else ():
        attached[ward].append(consented is not None)
    gaps = {
        person_id: guardian_gap(
            people[person_id].born_on, day, guardians=len(found), consents=sum(found), said=people[person_id].said_age
        )
        for person_id, found in attached.items()
    }
    return {person_id: gap for person_id, gap in gaps.items() if gap}


WRITES = ("person.added", "person.corrected")


def last_to_write(db: Db, persons: Collection[uuid.UUID], field: str) -> Mapping[uuid.UUID, uuid.UUID | None]:
    """Whose account wrote down this field of each person last; None where they did so themselves. The audit knows."""
    line = audit.AuditLine
    rows = select(line.subject_id, line.account_id, line.fields).where(
        line.subject_type == Person.__tablename__, line.subject_id.in_(persons), line.action.in_(WRITES)
    )
    return {who: by for who, by, fields in db.execute(rows.order_by(line.id)) if who is not None and field in fields}
