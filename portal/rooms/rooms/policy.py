"""Who may read and speak: the members of a room, while they are members, and nobody else."""

from sqlalchemy import select

from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, signed_in
from portal.rooms.rooms.models import Room, RoomMember


def member_of(db: Db, actor: Actor, room: Room) -> RoomMember | None:
    """The actor's open membership."""
    mine = select(RoomMember).where(RoomMember.room_id == room.id, RoomMember.until.is_(None))
    if actor.account:
        return db.scalar(mine.where(RoomMember.account_id == actor.account))
    if actor.person:
        return db.scalar(mine.where(RoomMember.person_id == actor.person))
    return None


def _is_member(db: Db, actor: Actor, room: Room) -> bool:
    return member_of(db, actor, room) is not None


def _is_member_of_open(db: Db, actor: Actor, room: Room) -> bool:
    return room.closed_at is None and _is_member(db, actor, room)


READ = Permission("room.read", signed_in, _is_member)
SPEAK = Permission("room.speak", signed_in, _is_member_of_open)
