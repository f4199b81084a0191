"""Who may read and speak: the members of a room, while they are members, and nobody else."""

from sqlalchemy import ColumnElement, and_, bindparam, exists, not_, or_, select

from portal.accounts.models import RoleGrant
from portal.accounts.passes.services import from_window
from portal.kernel import clock
from portal.kernel.db import Db, types
from portal.kernel.policy import Actor, Permission, signed_in
from portal.rooms.rooms.models import Room, RoomMember

NOW = bindparam("now", callable_=clock.now, type_=types.Instant(), unique=True)
"""The moment at which a statement is sent."""


def _present() -> ColumnElement[bool]:
    office = (RoleGrant.account_id == RoomMember.account_id, RoleGrant.role == RoomMember.capacity)
    held = exists().where(*office, RoleGrant.since <= NOW, or_(RoleGrant.until.is_(None), RoleGrant.until > NOW))
    private = exists().where(Room.id == RoomMember.room_id, Room.kind == "caucus").correlate(RoomMember)
    shut = and_(from_window(RoomMember.person_id), private)
    return and_(RoomMember.until.is_(None), or_(RoomMember.account_id.is_(None), held), not_(shut))


PRESENT = _present()
"""As a condition on ``RoomMember``: in the room, and those who are there by office still hold it (R-08). A caucus
is shut to somebody whose PIN one member of staff alone has handed out, until the mediator knows that it is they.
Made once: it is asked several times for each message."""

_INSIDE = select(RoomMember).where(RoomMember.room_id == bindparam("room_id"), PRESENT)
_BY_ACCOUNT = _INSIDE.where(RoomMember.account_id == bindparam("who"))
_BY_PERSON = _INSIDE.where(RoomMember.person_id == bindparam("who"))
_UNKNOWN = select(from_window(RoomMember.person_id)).where(RoomMember.id == bindparam("member_id"))


def member_of(db: Db, actor: Actor, room: Room) -> RoomMember | None:
    """The actor's open membership."""
    if actor.account:
        return db.scalar(_BY_ACCOUNT, {"room_id": room.id, "who": actor.account})
    if actor.person:
        return db.scalar(_BY_PERSON, {"room_id": room.id, "who": actor.person})
    return None


def _is_member(db: Db, actor: Actor, room: Room) -> bool:
    return member_of(db, actor, room) is not None


def _is_member_of_open(db: Db, actor: Actor, room: Room) -> bool:
    member = member_of(db, actor, room)
    return member is not None and may_speak(db, room, member)


def may_speak(db: Db, room: Room, member: RoomMember) -> bool:
    """In a room that was closed nobody speaks any more; its members may still read. Nor does somebody speak under a
    name that one member of staff alone has handed out."""
    if room.closed_at is not None:
        return False
    return member.person_id is None or not db.scalar(_UNKNOWN, {"member_id": member.id})


READ = Permission("room.read", signed_in, _is_member)
SPEAK = Permission("room.speak", signed_in, _is_member_of_open)
