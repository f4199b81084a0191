"""R-18: a lawyer who advised one side of a case does not advise the other (律师法 art.39).

Asked by the hashes of phone and identity numbers, for people are filed anew each time, and by the dispute for which a
party asked. What is found is never told to anybody who books: the lawyer simply has no free time for them.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from legal.consultations.models import Consultation
from legal.consultations.rules import UNDONE
from portal.kernel.db import Db
from portal.matters.models import Involvement, Party
from portal.matters.rules import SHUT
from portal.people.persons.identity import phone_mac
from portal.people.persons.models import Person

Macs = frozenset[bytes]


@dataclass(frozen=True)
class Sides:
    """Who asks and who stands against them, as hashes; ``about`` the dispute they ask for, ``side`` theirs in it."""

    ours: Macs = frozenset()
    theirs: Macs = frozenset()
    about: uuid.UUID | None = None
    side: str | None = None
    but: uuid.UUID | None = field(default=None)


def sides_of(
    db: Db, phone: str | None, other_phone: str | None = None, *, about: uuid.UUID | None = None,
    asked_by: uuid.UUID | None = None,
) -> Sides:  # fmt: skip
    """Before anything is booked: from what was typed, and from the dispute the person stands in."""
    ours = _of_persons(db, [asked_by] if asked_by else []) | ({phone_mac(phone)} if phone else set())
    theirs = {phone_mac(other_phone)} if other_phone else set()
    side = _side(db, about, asked_by)
    return Sides(ours, frozenset(theirs | _opposite(db, ours, about, side)), about, side)


def sides_again(db: Db, consultation: Consultation) -> Sides:
    """The same for a consultation that is booked: people may have been added since."""
    ours = _of_persons(db, [one for one in (consultation.person_id, consultation.asked_by) if one])
    side = _side(db, consultation.about_id, consultation.asked_by)
    theirs = _opposite(db, ours, consultation.about_id, side) | _opposite(db, frozenset(), consultation.matter_id, "a")
    return Sides(ours, theirs, consultation.about_id, side, consultation.id)


def barred(db: Db, lawyers: Iterable[uuid.UUID], sides: Sides) -> set[uuid.UUID]:
    """Those of the lawyers who may not advise this side."""
    among = list(lawyers)
    return _advised(db, among, sides) | _works_on_it(db, among, sides)


def _advised(db: Db, among: list[uuid.UUID], sides: Sides) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set()
    for asked in (_same_dispute, _own_clients, _named_by_clients, _across_a_client):
        rows = asked(sides)
        if rows is not None:
            kept = and_(Consultation.lawyer_id.in_(among), Consultation.state.not_in(UNDONE))
            rows = rows.where(kept if sides.but is None else and_(kept, Consultation.id != sides.but))
            found |= set(db.scalars(rows))
    return found


def barred_from_team(db: Db, matter_id: uuid.UUID, lawyers: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the lawyers who may not sit on the team of this dispute, where they would advise every side of it."""
    among = list(lawyers)
    sides: dict[str, list[uuid.UUID]] = defaultdict(list)
    for party in db.scalars(select(Party).where(Party.matter_id == matter_id, Party.left_at.is_(None))):
        sides[party.side].append(party.person_id)
    macs = {side: _of_persons(db, persons) for side, persons in sides.items()}
    found: set[uuid.UUID] = set()
    for side, ours in macs.items():
        theirs = frozenset(mac for other, those in macs.items() if other != side for mac in those)
        found |= _advised(db, among, Sides(ours, theirs, matter_id, side))
    return found


def _same_dispute(sides: Sides) -> Select[uuid.UUID] | None:
    """Somebody of another side of this very dispute asked them."""
    if sides.about is None:
        return None
    theirs = and_(Party.matter_id == Consultation.about_id, Party.person_id == Consultation.asked_by)
    rows = select(Consultation.lawyer_id).join(Party, theirs)
    return rows.where(Consultation.about_id == sides.about, Party.side != sides.side)


def _own_clients(sides: Sides) -> Select[uuid.UUID] | None:
    """Somebody who stands against the person asked them, about whatever."""
    if not sides.theirs:
        return None
    rows = select(Consultation.lawyer_id).join(Person, Person.id == Consultation.person_id)
    return rows.where(_is_one_of(Person, sides.theirs))


def _named_by_clients(sides: Sides) -> Select[uuid.UUID] | None:
    """Somebody who asked them said that it was against this person."""
    if not sides.ours:
        return None
    named = and_(Party.matter_id == Consultation.matter_id, Party.side != "a")
    rows = select(Consultation.lawyer_id).join(Party, named).join(Person, Person.id == Party.person_id)
    return rows.where(_is_one_of(Person, sides.ours))


def _across_a_client(sides: Sides) -> Select[uuid.UUID] | None:
    """Somebody asked them for a dispute in which this person is on another side."""
    if not sides.ours:
        return None
    mine, other = aliased(Party), aliased(Party)
    asked = and_(mine.matter_id == Consultation.about_id, mine.person_id == Consultation.asked_by)
    across = and_(other.matter_id == Consultation.about_id, other.side != mine.side)
    rows = select(Consultation.lawyer_id).join(mine, asked).join(other, across)
    return rows.join(Person, Person.id == other.person_id).where(_is_one_of(Person, sides.ours))


def _works_on_it(db: Db, lawyers: list[uuid.UUID], sides: Sides) -> set[uuid.UUID]:
    """They mediate the dispute, or sit on its team. Whoever was only asked, or stepped back, does not."""
    if sides.about is None:
        return set()
    rows = select(Involvement.account_id).where(Involvement.matter_id == sides.about)
    rows = rows.where(Involvement.capacity.not_in(SHUT))
    return {one for one in db.scalars(rows.where(Involvement.account_id.in_(lawyers))) if one is not None}


def _is_one_of(person: type[Person], macs: Macs) -> ColumnElement[bool]:
    return or_(person.phone_mac.in_(macs), person.id_number_mac.in_(macs))


def _of_persons(db: Db, persons: Iterable[uuid.UUID]) -> Macs:
    rows = select(Person.phone_mac, Person.id_number_mac).where(Person.id.in_(list(persons)))
    return frozenset(mac for row in db.execute(rows) for mac in row if mac is not None)


def _side(db: Db, about: uuid.UUID | None, asked_by: uuid.UUID | None) -> str | None:
    return db.scalar(select(Party.side).where(Party.matter_id == about, Party.person_id == asked_by))


def _opposite(db: Db, ours: Macs, about: uuid.UUID | None, side: str | None) -> Macs:
    """Everybody on another side, in the dispute named and in every matter in which the person is filed."""
    mine, me, other = aliased(Party), aliased(Person), aliased(Party)
    found = select(Person.phone_mac, Person.id_number_mac).join(other, other.person_id == Person.id)
    asked = [found.where(other.matter_id == about, other.side != side)] if about and side else []
    if ours:
        filed = found.join(mine, and_(mine.matter_id == other.matter_id, mine.side != other.side))
        asked.append(filed.join(me, me.id == mine.person_id).where(_is_one_of(me, ours)))
    return frozenset(mac for rows in asked for row in db.execute(rows) for mac in row if mac is not None)
