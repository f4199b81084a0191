"""The rooms of a mediation as one actor knows them."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from mediation.cases.models import MediationCase
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.rooms.rooms import queries
from portal.rooms.rooms.models import Room


def rooms_of(db: Db, actor: Actor, case: MediationCase) -> Sequence[tuple[Room, int]]:
    """The rooms the actor is in, each with how much they have not read; other rooms leave no trace."""
    rooms = queries.of_holder(db, actor, case.id)
    unread = queries.unread(db, actor, rooms)
    return [(room, unread[room.id]) for room in rooms]


def find(db: Db, case_id: uuid.UUID, kind: str, side: str | None) -> Room | None:
    """The open room of this kind and side, for the services."""
    found = select(Room).where(Room.holder == case_id, Room.kind == kind, Room.closed_at.is_(None))
    return db.scalar(found.where(Room.side == side if side else Room.side.is_(None)))


def open_in(db: Db, case_id: uuid.UUID) -> Sequence[Room]:
    """All open rooms of a mediation, for shutting them."""
    return db.scalars(select(Room).where(Room.holder == case_id, Room.closed_at.is_(None))).all()


def joint_ones(db: Db, case_id: uuid.UUID) -> Sequence[Room]:
    """The joint rooms of a mediation, open or for reading only."""
    return [room for room in shared_ones(db, case_id) if room.kind == "joint"]


def shared_ones(db: Db, case_id: uuid.UUID) -> Sequence[Room]:
    """The joint and the team's rooms of a mediation, open or for reading only."""
    rows = select(Room).where(Room.holder == case_id, Room.kind.in_(("joint", "team")))
    return db.scalars(rows.order_by(Room.opened_at)).all()
