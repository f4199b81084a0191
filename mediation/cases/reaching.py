"""Whom staff call for a party, and how that is safe: the party themselves, or whoever speaks for them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from mediation.cases.queries import speakers
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.models import Matter, Party
from portal.matters.reaching import SEALED, Reach, reach_of
from portal.people.persons.models import Person


@dataclass(frozen=True)
class Line:
    """How to reach whoever answers for a party; ``guardian``: that is not the party."""

    reach: Reach
    guardian: bool


def lines(db: Db, actor: Actor, parties: Iterable[Party]) -> dict[uuid.UUID, Line]:
    """By party of one matter, for those who open its file; the read is written down first."""
    listed = list(parties)
    if not listed:
        return {}
    audit.note(db, actor, "parties.masked_read", db.get_one(Matter, listed[0].matter_id), list(SEALED))
    speaker = speakers(db, [party.person_id for party in listed])
    people = {party.person_id: party.person for party in listed}
    others = set(speaker.values()) - people.keys()
    if others:
        people |= {one.id: one for one in db.scalars(select(Person).where(Person.id.in_(others)))}
    who = {party.id: people[speaker[party.person_id]] for party in listed}
    return {party.id: _line(db, party, who[party.id]) for party in listed}


def _line(db: Db, party: Party, speaker: Person) -> Line:
    return Line(reach_of(db, speaker, asked=party.role == "applicant"), speaker.id != party.person_id)
