"""Whether somebody holds an involvement: one question, asked of a row in memory and of the database.

The two answers must be the same for every actor and every row; a test compares them.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_

from portal.kernel.policy import Actor
from portal.matters.models import Involvement, Matter

DESKS: Mapping[str, tuple[str, ...]] = {
    "desk": ("clerk", "dispatcher"),
    "committee": ("committee_head", "secretary"),
    "department": ("department_handler",),
}
"""Capacity of an organisation → the roles in it that stand behind the desk. A leader sees counts only."""

NEEDS_ROLE: Mapping[str, str] = {"mediator": "mediator", "lawyer": "lawyer"}
"""Capacity of an account → the role without which it is empty (R-08: only 'mediator' gives a mediator's rights)."""


def desks_of(actor: Actor) -> set[tuple[uuid.UUID, str, str]]:
    """The desks the actor stands behind: organisation, capacity, path of the area the role is limited to."""
    return {
        (grant.organisation, capacity, grant.area)
        for grant in actor.grants
        for capacity, roles in DESKS.items()
        if grant.role in roles and grant.organisation is not None
    }


def holds(actor: Actor, involvement: Involvement, matter: Matter, now: datetime) -> bool:
    """Whether the actor holds this involvement at this moment."""
    if involvement.since > now or (involvement.until is not None and involvement.until <= now):
        return False
    if actor.scope is not None and involvement.matter_id != actor.scope:
        return False
    if actor.person is not None and involvement.person_id == actor.person:
        return True
    if actor.account is not None and involvement.account_id == actor.account:
        needed = NEEDS_ROLE.get(involvement.capacity)
        return needed is None or actor.has(needed)
    return any(
        (involvement.organisation_id, involvement.capacity) == (organisation, capacity)
        and matter.area_path.startswith(area)
        for organisation, capacity, area in desks_of(actor)
    )


def held_by(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """The same as a condition on ``Involvement`` (and on ``Matter``, for roles limited to an area)."""
    return and_(_still(actor, now), or_(false(), *_ways(actor)))


def own_or_at(actor: Actor, now: datetime, desk: tuple[uuid.UUID, str] | None) -> ColumnElement[bool]:
    """One way alone, for lists: what the account itself holds, or what one desk of the actor holds."""
    if desk is None:
        return and_(_still(actor, now), _own(actor) if actor.account is not None else false())
    areas = {area for organisation, capacity, area in desks_of(actor) if (organisation, capacity) == desk}
    held = (Involvement.organisation_id == desk[0], Involvement.capacity == desk[1])
    if "" in areas:
        return and_(_still(actor, now), *held)
    return and_(_still(actor, now), *held, or_(false(), *(_within(area) for area in sorted(areas))))


def _still(actor: Actor, now: datetime) -> ColumnElement[bool]:
    still = and_(Involvement.since <= now, or_(Involvement.until.is_(None), Involvement.until > now))
    return still if actor.scope is None else and_(still, Involvement.matter_id == actor.scope)


def _ways(actor: Actor) -> Iterable[ColumnElement[bool]]:
    if actor.person is not None:
        yield Involvement.person_id == actor.person
    if actor.account is not None:
        yield _own(actor)
    for organisation, capacity, area in sorted(desks_of(actor), key=str):
        desk = and_(Involvement.organisation_id == organisation, Involvement.capacity == capacity)
        yield and_(desk, _within(area)) if area else desk


def _own(actor: Actor) -> ColumnElement[bool]:
    empty = [capacity for capacity, needed in NEEDS_ROLE.items() if not actor.has(needed)]
    own = Involvement.account_id == actor.account
    return and_(own, Involvement.capacity.not_in(empty)) if empty else own


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
    """From all involvements of a matter, what this actor holds of them."""
    held = [row for row in involvements if holds(actor, row, matter, now)]
    sides: dict[str, set[str | None]] = defaultdict(set)
    for row in held:
        sides[row.capacity].add(row.side)
    persons = frozenset(row.person_id for row in held if row.capacity == "party" and row.person_id)
    return Standing({capacity: frozenset(found) for capacity, found in sides.items()}, persons)
