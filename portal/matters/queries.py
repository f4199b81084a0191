"""Finding matters: for an actor only through their involvements."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account
from portal.directory.organisations.models import Organisation
from portal.kernel.crypto import token_hash
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused
from portal.matters.holding import held_by
from portal.matters.models import Involvement, Matter, Party
from portal.matters.policy import READ, standing_in
from portal.matters.rules import SHUT, SPEAKING, read_code
from portal.matters.speaking import everybody
from portal.matters.telling import Coming, Told, coming, timeline_for

__all__ = [
    "Coming",
    "Told",
    "actor_side",
    "by_code",
    "by_qr",
    "coming",
    "get",
    "my_party",
    "own",
    "party_of",
    "role_in",
    "sides",
    "timeline_for",
    "visible_to",
    "workers",
]


def visible_to(actor: Actor) -> Select[Matter]:
    """The matters in which the actor holds an involvement now."""
    return select(Matter).where(exists().where(Involvement.matter_id == Matter.id, held_by(actor)).correlate(Matter))


def get(db: Db, actor: Actor, matter_id: uuid.UUID) -> Matter:
    """A matter the actor may open; Refused otherwise."""
    here = visible_to(actor).where(Matter.id == matter_id).options(joinedload(Matter.holder))
    found = db.scalar(here) if READ.door(actor) else None
    if found is None:
        raise Refused(READ.name)
    return found


def own(db: Db, actor: Actor) -> Matter:
    """The matter of a person who came with a case code."""
    newest = visible_to(actor).options(joinedload(Matter.holder)).order_by(Matter.id.desc()).limit(1)
    found = db.scalar(newest) if READ.door(actor) else None
    if found is None:
        raise Refused(READ.name)
    return found


def by_code(db: Db, code: str) -> Matter | None:
    """The matter of a code as typed. No right follows from it: ask for the PIN."""
    stored = read_code(code)
    return db.scalar(select(Matter).where(Matter.code == stored)) if stored else None


def by_qr(db: Db, token: str) -> Matter | None:
    """The matter of the token on a receipt. No right follows from it: ask for the PIN."""
    return db.scalar(select(Matter).where(Matter.qr_hash == token_hash(token)))


def party_of(db: Db, matter: Matter, person_id: uuid.UUID) -> Party | None:
    """A person's part in the matter."""
    return db.scalar(select(Party).where(Party.matter_id == matter.id, Party.person_id == person_id))


def my_party(db: Db, actor: Actor, matter: Matter) -> Party | None:
    """The party that the actor is."""
    persons = standing_in(db, actor, matter).persons
    listed = everybody(db, matter.id) if persons else ()
    return next((party for party in listed if party.person_id in persons), None)


def sides(matter: Matter) -> Mapping[str, list[Party]]:
    """Who sits together, in the order of registration; parties who have left are not counted."""
    found: dict[str, list[Party]] = defaultdict(list)
    for party in matter.parties:
        if party.left_at is None:
            found[party.side].append(party)
    return found


def role_in(db: Db, actor: Actor, matter: Matter) -> set[str]:
    """As what the actor stands in the matter now."""
    return set(standing_in(db, actor, matter).sides)


def actor_side(db: Db, actor: Actor, matter: Matter) -> str | None:
    """The side on which the actor stands, as a party or for one."""
    sides = standing_in(db, actor, matter).sides
    found = {side for capacity in SPEAKING & sides.keys() for side in sides[capacity] if side}
    return min(found, default=None)


def workers(db: Db, matter: Matter) -> Sequence[tuple[str, Account | None, Organisation | None]]:
    """Who works on the matter for the public side: capacity, account or organisation."""
    rows = select(Involvement.capacity, Account, Organisation)
    rows = rows.outerjoin(Account, Account.id == Involvement.account_id)
    rows = rows.outerjoin(Organisation, Organisation.id == Involvement.organisation_id)
    rows = rows.where(Involvement.matter_id == matter.id, Involvement.capacity.not_in(SPEAKING | SHUT))
    rows = rows.where(Involvement.until.is_(None)).order_by(Involvement.since, Involvement.id)
    return db.execute(rows).all()
