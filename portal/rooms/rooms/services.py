"""Opening rooms, letting people in and out, storing what is said."""

import uuid

from sqlalchemy import select, update

from portal.contracts.events import RoomMessageStored
from portal.kernel import audit, clock
from portal.kernel.db import Db, new_id
from portal.kernel.events import publish
from portal.kernel.forms import clean
from portal.kernel.i18n import gettext as _
from portal.kernel.live.services import announce
from portal.kernel.policy import Actor, Conflict, Refused
from portal.rooms.rooms import queries
from portal.rooms.rooms.models import Message, Room, RoomMember
from portal.rooms.rooms.policy import SPEAK, may_speak
from portal.rooms.rooms.rules import KINDS, TEXT_MAX


def channel(room_id: uuid.UUID) -> str:
    """The live channel of a room."""
    return f"room:{room_id.hex}"


def open_room(db: Db, actor: Actor, kind: str, holder: uuid.UUID, side: str | None = None) -> Room:
    """Open a room; people are let in one by one."""
    room = Room(kind=kind, holder=holder, side=side, opened_at=clock.now())
    db.add(room)
    db.flush()
    audit.record(db, actor, "room.opened", room, ["kind"])
    return room


def let_in(
    db: Db, actor: Actor, room: Room, *, name: str, capacity: str, account_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None, side: str | None = None, from_now: bool = False,
) -> RoomMember:  # fmt: skip
    """Let somebody in; being let in twice is being in once. ``from_now``: what was said before stays unread by them."""
    holder = RoomMember.account_id == account_id if account_id else RoomMember.person_id == person_id
    inside = select(RoomMember).where(RoomMember.room_id == room.id, RoomMember.until.is_(None), holder)
    member = db.scalar(inside)
    if member is None:
        member = RoomMember(room_id=room.id, name=name, capacity=capacity, side=side, since=clock.now())
        member.account_id, member.person_id = account_id, person_id
        if from_now:
            member.first_seq = member.read_seq = _next_seq(db, room) - 1
        db.add(member)
        db.flush()
        audit.record(db, actor, "room.entered", room, ["members"])
    return member


def let_out(
    db: Db, actor: Actor, holder: uuid.UUID, *, account_id: uuid.UUID | None = None, person_id: uuid.UUID | None = None
) -> None:
    """Somebody's part in a case has ended: they leave all its rooms at once, open pages included."""
    who = RoomMember.account_id == account_id if account_id else RoomMember.person_id == person_id
    rooms = select(Room.id).where(Room.holder == holder)
    inside = select(RoomMember).where(RoomMember.room_id.in_(rooms), RoomMember.until.is_(None), who)
    for member in db.scalars(inside):
        member.until = clock.now()
        announce(db, channel(member.room_id), 0)
        audit.record(db, actor, "room.left", member, ["until"])


def close_room(db: Db, actor: Actor, room: Room) -> None:
    """Nobody speaks any more; members may still read."""
    if room.closed_at is None:
        room.closed_at = clock.now()
        audit.record(db, actor, "room.closed", room, ["closed_at"])


def say(db: Db, actor: Actor, room_id: uuid.UUID, text: str, client_id: str) -> int:
    """Store a message and answer its number; the same client id again answers the first number."""
    text = clean(text)
    if not text:
        raise Conflict(_("请先写点什么再发送。"))
    if len(text) > TEXT_MAX:
        raise Conflict(_("一次最多 %(n)s 个字，请分几次发。", n=TEXT_MAX))
    room, member = queries.standing(db, actor, room_id)
    if not may_speak(db, room, member):
        raise Refused(SPEAK.name)
    seq = _next_seq(db, room)
    said = select(Message.seq).where(Message.room_id == room.id, Message.member_id == member.id)
    before = db.scalar(said.where(Message.client_id == client_id[:40]))
    if before is not None:
        return before
    _store(db, room, seq, text, member=member, client_id=client_id[:40])
    return seq


def announce_in(db: Db, room: Room, text: str) -> int:
    """A line of the house itself: somebody came, a paper is ready."""
    seq = _next_seq(db, room)
    _store(db, room, seq, text, member=None, client_id=None)
    return seq


def _next_seq(db: Db, room: Room) -> int:
    """The number after the last, read under the room row's lock: the order of numbers is the order of commits."""
    locked = select(Room.last_seq).where(Room.id == room.id).with_for_update()
    return db.scalars(locked).one() + 1


def _store(db: Db, room: Room, seq: int, text: str, *, member: RoomMember | None, client_id: str | None) -> None:
    message = Message(room_id=room.id, seq=seq, kind="text" if member else "system", at=clock.now())
    message.label = KINDS[room.kind].label if member else "normal"
    message.member_id = member.id if member else None
    message.client_id = client_id
    message.id = new_id()
    message.body = text
    db.add(message)
    db.execute(update(Room).where(Room.id == room.id).values(last_seq=seq))
    db.flush()
    publish(db, RoomMessageStored(room.id, seq))
    announce(db, channel(room.id), seq)
