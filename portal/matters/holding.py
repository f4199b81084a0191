"""Whether somebody holds an involvement, and as what it counts: asked of a row in memory and of the database.

The two answers must be the same for every actor and every row; a test compares them.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, bindparam, false, literal_column, or_, select, true

from portal.kernel import clock
from portal.kernel.db import types
from portal.kernel.policy import Actor
from portal.matters.models import Involvement, Matter
from portal.matters.rules import DESK_IS, SHUT, SPEAKING, counts_as

DESKS: Mapping[str, tuple[str, ...]] = {
    "desk": ("clerk", "dispatcher"),
    "committee": ("committee_head", "secretary"),
    "department": ("department_handler",),
}
"""Capacity of an organisation → the roles in it that stand behind the desk. A leader sees counts only."""

NEEDS_ROLE: Mapping[str, tuple[str, ...]] = {
    "mediator": ("mediator",),
    "lawyer": ("lawyer",),
    "desk": DESKS["desk"],
    "counter": ("grid_worker",),
}
"""Capacity of an account → the roles without which it is empty (R-08: only 'mediator' gives a mediator's rights).

'desk': a name on the list of a restricted matter (domain §5.2(9)); 'counter': whoever filed it for somebody else."""

_SHUT: list[ColumnElement[str]] = [literal_column(f"'{capacity}'") for capacity in sorted(SHUT)]
"""As literals: with parameters an engine would not know that ``ix_involvements_shut`` holds all of them."""
_BAR = Involvement.__table__.alias("bar").c
"""Made once: an alias of a model is dear, and every page asks this several times."""
NOW = bindparam("now", callable_=clock.now, type_=types.Instant(), unique=True)
"""The moment at which a statement is sent; conditions that say it can be kept."""
ACTORS = 256
"""How many actors' conditions are kept: making them costs as much as asking the database."""
DESK_STAGES = tuple(stage for stage, what in DESK_IS.items() if what == "desk")
COUNTER_STAGES = tuple(stage for stage, what in DESK_IS.items() if what == "counter")


def desks_of(actor: Actor) -> set[tuple[uuid.UUID, str, str]]:
    """The desks the actor stands behind: organisation, capacity, path of the area the role is limited to."""
    return {
        (grant.organisation, capacity, grant.area)
        for grant in actor.grants
        for capacity, roles in DESKS.items()
        if grant.role in roles and grant.organisation is not None
    }


def holds(actor: Actor, involvement: Involvement, matter: Matter, now: datetime, *, shut: bool) -> bool:
    """Whether the actor holds this involvement at this moment; ``shut``: see ``is_shut_out``."""
    if not _runs(involvement, now) or (actor.scope is not None and involvement.matter_id != actor.scope):
        return False
    if actor.person is not None and involvement.person_id == actor.person:
        return True
    if actor.account is not None and involvement.account_id == actor.account:
        needed = NEEDS_ROLE.get(involvement.capacity)
        fit = involvement.capacity not in SHUT and (needed is None or actor.has(*needed))
        return fit and (not shut or involvement.capacity in SPEAKING)
    return not shut and any(
        (involvement.organisation_id, involvement.capacity) == (organisation, capacity)
        and matter.area_path.startswith(area)
        for organisation, capacity, area in desks_of(actor)
    )


def _runs(involvement: Involvement, now: datetime) -> bool:
    return involvement.since <= now and (involvement.until is None or involvement.until > now)


def is_shut_out(actor: Actor, involvements: Iterable[Involvement], now: datetime) -> bool:
    """Whether every way of this account into the matter is shut, whatever desks it stands behind; what somebody is as
    a party stays theirs."""
    return actor.account is not None and any(
        row.account_id == actor.account and row.capacity in SHUT and _runs(row, now) for row in involvements
    )


@lru_cache(maxsize=ACTORS)
def held_by(actor: Actor) -> ColumnElement[bool]:
    """``holds`` as a condition on ``Involvement`` (and on ``Matter``, for roles limited to an area)."""
    return and_(_still(actor), or_(false(), *_ways(actor)))


@lru_cache(maxsize=ACTORS)
def own_or_at(actor: Actor, desk: tuple[uuid.UUID, str] | None) -> ColumnElement[bool]:
    """One way alone, for lists: what the account itself holds, or what one desk of the actor holds."""
    if desk is None:
        return and_(_still(actor), _own(actor) if actor.account is not None else false())
    areas = {area for organisation, capacity, area in desks_of(actor) if (organisation, capacity) == desk}
    held = (Involvement.organisation_id == desk[0], Involvement.capacity == desk[1], _let_through(actor))
    if "" in areas:
        return and_(_still(actor), *held)
    return and_(_still(actor), *held, or_(false(), *(_within(area) for area in sorted(areas))))


def counted_among(capacities: Collection[str]) -> ColumnElement[bool]:
    """``counts_as`` as a condition on ``Involvement``, which repeats the stage of its matter."""
    ways: list[ColumnElement[bool]] = [Involvement.capacity.in_(sorted(set(capacities) - {"desk"}))]
    stages = [stage for stage in DESK_IS if counts_as("desk", stage) in capacities]
    if stages:
        ways.append(and_(Involvement.capacity == "desk", Involvement.stage.in_(stages)))
    return or_(*ways)


def _still(actor: Actor) -> ColumnElement[bool]:
    still = and_(Involvement.since <= NOW, or_(Involvement.until.is_(None), Involvement.until > NOW))
    return still if actor.scope is None else and_(still, Involvement.matter_id == actor.scope)


def _ways(actor: Actor) -> Iterable[ColumnElement[bool]]:
    if actor.person is not None:
        yield Involvement.person_id == actor.person
    if actor.account is not None:
        yield _own(actor)
    for organisation, capacity, area in sorted(desks_of(actor), key=str):
        desk = (Involvement.organisation_id == organisation, Involvement.capacity == capacity)
        yield and_(*desk, _within(area) if area else true(), _let_through(actor))


def _own(actor: Actor) -> ColumnElement[bool]:
    empty = [capacity for capacity, needed in NEEDS_ROLE.items() if not actor.has(*needed)]
    own = and_(Involvement.account_id == actor.account, Involvement.capacity.not_in([*empty, *sorted(SHUT)]))
    return and_(own, or_(Involvement.capacity.in_(sorted(SPEAKING)), _let_through(actor)))


def _let_through(actor: Actor) -> ColumnElement[bool]:
    """Not ``is_shut_out``: the matters that are shut to an account are few, and have an index of their own."""
    if actor.account is None:
        return true()
    shut = select(_BAR.matter_id).where(_BAR.account_id == actor.account, _BAR.capacity.in_(_SHUT))
    shut = shut.where(_BAR.since <= NOW, or_(_BAR.until.is_(None), _BAR.until > NOW))
    return Involvement.matter_id.not_in(shut)


def _within(area: str) -> ColumnElement[bool]:
    return Matter.area_path.startswith(area, autoescape=True)


@dataclass(frozen=True)
class Standing:
    """As what somebody stands in a matter: capacity → the sides of it; and which parties they are."""

    sides: Mapping[str, frozenset[str | None]]
    persons: frozenset[uuid.UUID]

    def is_one_of(self, capacities: Iterable[str]) -> bool:
        """Whether one of the capacities is held."""
        return not self.sides.keys().isdisjoint(capacities)

    def acts_for(self, side: str | None) -> bool:
        """Whether they act for a party of this side, as agent or guardian."""
        return side is not None and any(side in self.sides.get(capacity, ()) for capacity in ("agent", "guardian"))


def standing(actor: Actor, involvements: Iterable[Involvement], matter: Matter, now: datetime) -> Standing:
    """From all involvements of a matter, what this actor holds of them, and as what that counts now."""
    rows = list(involvements)
    shut = is_shut_out(actor, rows, now)
    held = [row for row in rows if holds(actor, row, matter, now, shut=shut)]
    sides: dict[str, set[str | None]] = defaultdict(set)
    for row in held:
        sides[counts_as(row.capacity, matter.stage)].add(row.side)
    persons = frozenset(row.person_id for row in held if row.capacity == "party" and row.person_id)
    return Standing({capacity: frozenset(found) for capacity, found in sides.items()}, persons)
