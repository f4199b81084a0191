"""A guardian stands beside a party: attached to the person, and let into the matter (R-12)."""

import uuid
from collections.abc import Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.contracts.events import IdentitySeen
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.involving import involve
from portal.matters.models import Involvement, Matter, Party
from portal.matters.speaking import everybody
from portal.matters.telling import say
from portal.people.consents.services import give
from portal.people.consents.texts import purposes
from portal.people.persons.models import Guardianship, Person
from portal.people.persons.queries import guardian_gaps
from portal.people.persons.rules import grown_up_on, guardian_consents_to_data
from portal.people.persons.services import PersonData, attach_guardian, guardian_consented

CHILDS_DATA = "minor"
"""The purpose of people.consents that a guardian agrees to for a child under fourteen (个人信息保护法 art.31)."""


def add_guardian(
    db: Db, actor: Actor, matter: Matter, party: Party, data: PersonData, relation: str, *,
    consents: bool = False, asked: bool = True, channel: str = "counter",
) -> Guardianship:  # fmt: skip
    """Attach a guardian to a party and let them in on the party's side; see ``attach_guardian``."""
    row = attach_guardian(db, actor, party.person, data, relation, consents=consents, asked=asked)
    act = "guardian.attached"
    let_guardian_in(db, actor, matter, party, row.guardian_id, act)
    say(db, actor, matter, act, audience=f"side:{party.side}", name=party.person.name)
    if consents:
        _write_consent(db, actor, party.person, row, channel)
    return row


def let_guardian_in(
    db: Db, actor: Actor, matter: Matter, party: Party, guardian_id: uuid.UUID, act: str
) -> Involvement:
    """On the side of their ward, until the ward is grown up and speaks alone (民法典 art.18)."""
    until = _grown_up_at(db, party.person)
    return involve(db, actor, matter, "guardian", person_id=guardian_id, side=party.side, until=until, act=act)


def _grown_up_at(db: Db, ward: Person) -> datetime | None:
    if ward.born_on is None:
        return None
    return datetime.combine(grown_up_on(ward.born_on), time(), ZoneInfo(db.info["settings"].zone))


def born_otherwise(db: Db, matter_id: uuid.UUID, ward: Person) -> None:
    """The day of birth was put right: their guardians stay as long as that day says, and no longer."""
    guardians = select(Guardianship.guardian_id).where(Guardianship.ward_id == ward.id)
    rows = select(Involvement).where(Involvement.matter_id == matter_id, Involvement.capacity == "guardian")
    now, until = clock.now(), _grown_up_at(db, ward)
    for row in db.scalars(rows.where(Involvement.person_id.in_(guardians))):
        if row.until is None or row.until > now:
            row.until = until


def document_seen(db: Db, event: IdentitySeen) -> None:
    """A document tells the day of birth."""
    born_otherwise(db, event.matter, db.get_one(Person, event.person))


def guardian_agrees(db: Db, actor: Actor, matter: Matter, party: Party, channel: str = "counter") -> None:
    """A guardian who was only named before has been asked by staff and consents to the handling of the child's data."""
    row = guardian_consented(db, actor, party.person)
    _write_consent(db, actor, party.person, row, channel)
    say(db, actor, matter, "guardian.consented", audience=f"side:{party.side}", name=party.person.name)


def _write_consent(db: Db, actor: Actor, ward: Person, row: Guardianship, channel: str) -> None:
    """In the ledger of the child, with the version of the words; staff write down what the guardian said."""
    day = clock.today(db.info["settings"].zone)
    if guardian_consents_to_data(ward.born_on, day, ward.said_age):
        by = actor if actor.account else Actor(person=row.guardian_id)
        give(db, by, ward, CHILDS_DATA, purposes()[CHILDS_DATA].version, channel)


def gaps(db: Db, matter: Matter) -> Mapping[Party, str]:
    """What R-12 still asks for of those who are in the matter: 'guardian' or 'consent' by party."""
    parties = [party for party in everybody(db, matter.id) if party.left_at is None]
    day = clock.today(db.info["settings"].zone)
    found = guardian_gaps(db, [party.person for party in parties], day)
    return {party: found[party.person_id] for party in parties if party.person_id in found}
