"""Who may read and speak: the members of a room, while they are members, and nobody else."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select

from portal.accounts.models import RoleGrant
from portal.accounts.passes.services import from_window
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, signed_in
from portal.rooms.rooms.models import Room, RoomMember


def present(at: datetime) -> ColumnElement[bool]:
    """As a condition on ``RoomMember``: in the room, and those who are there by office still hold it (R-08). A caucus
    is shut to somebody whose PIN one member of staff alone has handed out, until the mediator knows that it is they."""
    office = (RoleGrant.account_id == RoomMember.account_id, RoleGrant.role == RoomMember.capacity)
    held = exists().where(*office, RoleGrant.since <= at, or_(RoleGrant.until.is_(None), RoleGrant.until > at))
    private = exists().where(Room.id == RoomMember.room_id, Room.kind == "caucus").correlate(RoomMember)
    shut = and_(from_window(RoomMember.person_id), private)
    return and_(RoomMember.until.is_(None), or_(RoomMember.account_id.is_(None), held), not_(shut))


def member_of(db: Db, actor: Actor, room: Room) -> RoomMember | None:
    """The actor's open membership."""
    mine = select(RoomMember).where(RoomMember.room_id == room.id, present(clock.now()))
    if actor.account:
        return db.scalar(mine.where(RoomMember.account_id == actor.account))
    if actor.person:
        return db.scalar(mine.where(RoomMember.person_id == actor.person))
    return None


def _is_member(db: Db, actor: Actor, room: Room) -> bool:
    return member_of(db, actor, room) is not None


def _is_member_of_open(db: Db, actor: Actor, room: Room) -> bool:
    """Nor does somebody speak under a name that one member of staff alone has handed out."""
    member = member_of(db, actor, room) if room.closed_at is None else None
    return member is not None and (member.person_id is None or not _unknown(db, member))


def _unknown(db: Db, member: RoomMember) -> bool:
    return bool(db.scalar(select(from_window(RoomMember.person_id)).where(RoomMember.id == member.id)))


READ = Permission("room.read", signed_in, _is_member)
SPEAK = Permission("room.speak", signed_in, _is_member_of_open)
