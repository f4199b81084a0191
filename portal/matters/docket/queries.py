"""Reading the docket: index walks in the order of ids, a fixed number of queries however many rows."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, literal, select
from sqlalchemy.orm import defer, joinedload

from portal.directory.organisations.models import Organisation
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.docket.rules import MOST, PAGE, Asked
from portal.matters.holding import ACTORS, DESK_STAGES, NEEDS_ROLE, counted_among, desks_of, own_or_at
from portal.matters.models import Involvement, Matter, Party
from portal.matters.rules import CAPACITIES, SHUT, counts_as
from portal.people.persons.models import Person

MINE = "mine"
Desk = tuple[uuid.UUID, str]
"""Organisation and capacity."""
URGENT = 10
"""Untriaged matters with danger that stand above the newest, however old they are."""
READING = frozenset(CAPACITIES) - SHUT - {"counter"}
"""As what somebody reads a matter."""


@dataclass(frozen=True)
class Place:
    """Where matters lie: with the actor ('mine'), or on one of the desks the actor stands behind."""

    key: str
    capacity: str = ""
    organisation: Organisation | None = None

    @property
    def desk(self) -> Desk | None:
        """Which desk; None for one's own."""
        return (self.organisation.id, self.capacity) if self.organisation else None


@dataclass(frozen=True)
class Found:
    """One page of the list; ``next`` is the id after which the next one begins, ``names`` the parties' by matter,
    ``counter`` which of them lie there as at a counter."""

    matters: Sequence[Matter]
    next: uuid.UUID | None
    names: Mapping[uuid.UUID, Sequence[str]]
    counter: Collection[uuid.UUID] = ()


def places(db: Db, actor: Actor) -> list[Place]:
    """The desks of the actor by name, then their own matters."""
    desks = {(organisation, capacity) for organisation, capacity, _area in desks_of(actor)}
    rows = select(Organisation).where(Organisation.id.in_({organisation for organisation, _ in desks}))
    named = {row.id: row for row in db.scalars(rows)} if desks else {}
    found = [Place(f"{capacity}-{of.hex}", capacity, named[of]) for of, capacity in desks if of in named]
    found.sort(key=lambda place: (place.capacity != "desk", place.organisation and place.organisation.name_zh))
    return [*found, Place(MINE)]


def found(db: Db, actor: Actor, place: Place, asked: Asked, only: Sequence[uuid.UUID] | None = None) -> Found:
    """One page, newest first; ``only`` are the candidates of a search. On top of a queue stands who is in danger."""
    ids = db.scalars(_page(actor, place, asked, only)).all()
    more = ids[PAGE - 1] if len(ids) > PAGE else None
    urgent = _urgent(db, actor, place) if ids and place.capacity == "desk" and asked.is_queue else []
    ids = list(dict.fromkeys([*urgent, *ids[:PAGE]]))
    rows = select(Matter).where(Matter.id.in_(ids)).order_by(Matter.id.desc())
    rows = rows.options(defer(Matter.story_sealed), defer(Matter.wish_sealed), joinedload(Matter.holder))
    matters = sorted(db.scalars(rows) if ids else [], key=lambda matter: matter.id not in urgent)
    return Found(matters, more, _names(db, ids), _at_counter(db, actor, place, matters))


def _urgent(db: Db, actor: Actor, place: Place) -> Sequence[uuid.UUID]:
    return db.scalars(_lying(actor, place.desk, Asked(stage="registered", danger=True)).limit(URGENT)).all()


def _at_counter(db: Db, actor: Actor, place: Place, matters: Sequence[Matter]) -> Collection[uuid.UUID]:
    """Of a desk by the stage; of one's own the question is put only for those who can have any."""
    if place.capacity:
        return {matter.id for matter in matters if counts_as(place.capacity, matter.stage) == "counter"}
    if not matters or not actor.has(*NEEDS_ROLE["counter"], *NEEDS_ROLE["desk"]):
        return ()
    ids = {matter.id for matter in matters}
    read = select(Involvement.matter_id).where(own_or_at(actor, None), Involvement.matter_id.in_(ids))
    return ids - set(db.scalars(read.where(counted_among(READING))))


def _names(db: Db, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[str]]:
    """Only the names: building parties and persons as objects would take a fifth of the page's time."""
    rows = select(Party.matter_id, Person.name).join(Person, Person.id == Party.person_id)
    rows = rows.where(Party.matter_id.in_(ids)).order_by(Party.matter_id, Party.position)
    names: dict[uuid.UUID, list[str]] = defaultdict(list)
    for matter_id, name in db.execute(rows) if ids else ():
        names[matter_id].append(name)
    return names


def _page(actor: Actor, place: Place, asked: Asked, only: Sequence[uuid.UUID] | None) -> Select[uuid.UUID]:
    listed = _lying(actor, place.desk, asked)
    if only is not None:
        listed = listed.where(Involvement.matter_id.in_(only))
    if asked.after is not None:
        listed = listed.where(Involvement.matter_id < asked.after)
    return listed.limit(PAGE + 1)


def _lying(actor: Actor, desk: Desk | None, asked: Asked) -> Select[uuid.UUID]:
    """The ids of what lies in a place, newest first: a walk along the involvements of one desk or one account.

    A desk has a matter once; an account may have it in two capacities.
    """
    listed = select(Involvement.matter_id).where(own_or_at(actor, desk))
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
    if asked.major or asked.danger:  # what a counter does not show cannot be asked of it either
        desk_only = Involvement.stage.in_(DESK_STAGES)
        listed = listed.where(desk_only if desk is not None and desk[1] == "desk" else counted_among(READING))
    return listed.order_by(Involvement.matter_id.desc())


def counts(db: Db, actor: Actor, place: Place, kinds: Sequence[Asked]) -> list[int]:
    """How many there are of each kind, up to one more than ``MOST``; one statement for all."""
    return list(db.execute(_counting(actor, place.desk, tuple(kinds))).one())[1:]


@lru_cache(maxsize=ACTORS)
def _counting(actor: Actor, desk: Desk | None, kinds: tuple[Asked, ...]) -> Select[Any]:
    few = [_lying(actor, desk, kind).limit(MOST + 1).subquery() for kind in kinds]
    return select(literal(0), *(select(func.count()).select_from(one).scalar_subquery() for one in few))
