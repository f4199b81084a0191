"""Reading the docket: index walks in the order of ids, a fixed number of queries however many rows."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import defer, joinedload

from portal.directory.organisations.models import Organisation
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.docket.rules import CANDIDATES, MOST, PAGE, Asked, Search, after_name
from portal.matters.holding import desks_of, own_or_at
from portal.matters.models import Involvement, Matter, Party
from portal.people.persons.models import Person

MINE = "mine"


@dataclass(frozen=True)
class Place:
    """Where matters lie: with the actor ('mine'), or on one of the desks the actor stands behind."""

    key: str
    capacity: str = ""
    organisation: Organisation | None = None


@dataclass(frozen=True)
class Found:
    """One page of the list; ``next`` is the id after which the next one begins, ``names`` the parties' by matter."""

    matters: Sequence[Matter]
    next: uuid.UUID | None
    names: Mapping[uuid.UUID, Sequence[str]]


def places(db: Db, actor: Actor) -> list[Place]:
    """The desks of the actor by name, then their own matters."""
    desks = {(organisation, capacity) for organisation, capacity, _area in desks_of(actor)}
    rows = select(Organisation).where(Organisation.id.in_({organisation for organisation, _ in desks}))
    named = {row.id: row for row in db.scalars(rows)} if desks else {}
    found = [Place(f"{capacity}-{of.hex}", capacity, named[of]) for of, capacity in desks if of in named]
    found.sort(key=lambda place: (place.capacity != "desk", place.organisation and place.organisation.name_zh))
    return [*found, Place(MINE)]


def found(db: Db, actor: Actor, place: Place, asked: Asked, only: Sequence[uuid.UUID] | None = None) -> Found:
    """One page, newest first; ``only`` are the candidates of a search."""
    ids = db.scalars(_page(actor, place, asked, only)).all()
    rows = select(Matter).where(Matter.id.in_(ids[:PAGE])).order_by(Matter.id.desc())
    rows = rows.options(defer(Matter.story_sealed), defer(Matter.wish_sealed), joinedload(Matter.holder))
    matters = db.scalars(rows).all() if ids else []
    return Found(matters, ids[PAGE - 1] if len(ids) > PAGE else None, _names(db, ids[:PAGE]))


def _names(db: Db, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[str]]:
    """Only the names: building parties and persons as objects would take a fifth of the page's time."""
    rows = select(Party.matter_id, Person.name).join(Person, Person.id == Party.person_id)
    rows = rows.where(Party.matter_id.in_(ids)).order_by(Party.matter_id, Party.position)
    names: dict[uuid.UUID, list[str]] = defaultdict(list)
    for matter_id, name in db.execute(rows) if ids else ():
        names[matter_id].append(name)
    return names


def _page(actor: Actor, place: Place, asked: Asked, only: Sequence[uuid.UUID] | None) -> Select[uuid.UUID]:
    listed = _lying(actor, place, asked)
    if only is not None:
        listed = listed.where(Involvement.matter_id.in_(only))
    if asked.after is not None:
        listed = listed.where(Involvement.matter_id < asked.after)
    return listed.limit(PAGE + 1)


def _lying(actor: Actor, place: Place, asked: Asked) -> Select[uuid.UUID]:
    """The ids of what lies in a place, newest first: a walk along the involvements of one desk or one account.

    A desk has a matter once; an account may have it in two capacities.
    """
    desk = (place.organisation.id, place.capacity) if place.organisation else None
    listed = select(Involvement.matter_id).where(own_or_at(actor, clock.now(), desk))
    if desk is None:
        listed = listed.distinct()
    elif any(area for _organisation, _capacity, area in desks_of(actor)):
        listed = listed.join(Matter, Matter.id == Involvement.matter_id)
    if asked.stage:
        listed = listed.where(Involvement.stage == asked.stage)
    if asked.major:
        listed = listed.where(Involvement.class_major == asked.major)
    if asked.danger:
        listed = listed.where(Involvement.danger.expression)
    return listed.order_by(Involvement.matter_id.desc())


def counts(db: Db, actor: Actor, place: Place, kinds: Sequence[Asked]) -> list[int]:
    """How many there are of each kind, up to one more than ``MOST``; one statement for all."""
    few = [_lying(actor, place, kind).limit(MOST + 1).subquery() for kind in kinds]
    columns = [select(func.count()).select_from(one).scalar_subquery() for one in few]
    return list(db.execute(select(literal(0), *columns)).one())[1:]


def candidates(db: Db, place: Place, search: Search) -> Sequence[uuid.UUID] | None:
    """Ids that the search may mean, found through one index; None when they are too many.

    They are not shown: ``found`` keeps only what lies in the place.
    """
    if search.codes is not None:
        low, high = search.codes
        hits = select(Matter.id).where(Matter.code >= low, Matter.code <= high)
    else:
        hits = select(Party.matter_id).join(Person, Person.id == Party.person_id)
        hits = hits.where(Person.name >= search.name, Person.name < after_name(search.name))
        centre = place.organisation.center_id or place.organisation.id if place.organisation else None
        if centre is not None:
            hits = hits.where(Person.center_id == centre)
    ids = db.scalars(hits.limit(CANDIDATES + 1)).all()
    return None if len(ids) > CANDIDATES else ids
