"""A guardian stands beside a party: attached to the person, and let into the matter (R-12)."""

from collections.abc import Mapping

from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.involving import involve
from portal.matters.models import Matter, Party
from portal.matters.speaking import everybody
from portal.matters.telling import say
from portal.people.consents.services import give
from portal.people.consents.texts import purposes
from portal.people.persons.models import Guardianship, Person
from portal.people.persons.queries import guardian_gaps
from portal.people.persons.rules import guardian_consents_to_data
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
    involve(db, actor, matter, "guardian", person_id=row.guardian_id, side=party.side, act=act)
    say(db, actor, matter, act, audience=f"side:{party.side}", name=party.person.name)
    if consents:
        _write_consent(db, actor, party.person, row, channel)
    return row


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
