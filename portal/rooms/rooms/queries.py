"""Rooms an actor is in, and their messages in order."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, false, select

from portal.kernel.db import Db
from portal.kernel.live import channels
from portal.kernel.policy import Actor, Refused
from portal.rooms.rooms.models import Message, Room, RoomMember
from portal.rooms.rooms.policy import PRESENT
from portal.rooms.rooms.rules import INVITED, PAGE, capacity_words

_INSIDE = (RoomMember.room_id == bindparam("room_id"), PRESENT)
_LISTENERS = select(RoomMember.account_id, RoomMember.person_id).where(*_INSIDE)
_SAID = select(Message, RoomMember).outerjoin(RoomMember, RoomMember.id == Message.member_id)
_SAID = _SAID.where(Message.room_id == bindparam("room_id"))
"""With who said it: one statement, whatever the number of messages."""


def visible_to(actor: Actor) -> Select[Room]:
    """Rooms in which the actor is a member now."""
    rooms = select(Room).join(RoomMember, RoomMember.room_id == Room.id).where(PRESENT)
    if actor.account:
        return rooms.where(RoomMember.account_id == actor.account)
    if actor.person:
        return rooms.where(RoomMember.person_id == actor.person)
    return rooms.where(false())


def get(db: Db, actor: Actor, room_id: uuid.UUID) -> Room:
    """One room, or Refused."""
    room = db.scalar(visible_to(actor).where(Room.id == room_id))
    if room is None:
        raise Refused
    return room


def standing(db: Db, actor: Actor, room_id: uuid.UUID) -> tuple[Room, RoomMember]:
    """One room and the actor's place in it, or Refused."""
    found = visible_to(actor).add_columns(RoomMember).where(Room.id == room_id)
    row = db.execute(found).first()
    if row is None:
        raise Refused
    return row[0], row[1]


def of_holder(db: Db, actor: Actor, holder: uuid.UUID) -> Sequence[Room]:
    """The rooms of one case that this actor is in; of others there is no trace, not even a number."""
    return db.scalars(visible_to(actor).where(Room.holder == holder).order_by(Room.opened_at, Room.id)).all()


def listeners(db: Db, room_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Accounts and persons who may hear the room at this moment."""
    return frozenset(account or person for account, person in db.execute(_LISTENERS, {"room_id": room_id}))  # type: ignore[misc]


def members(db: Db, room: Room) -> Sequence[RoomMember]:
    """All who are or were in, by entry."""
    return db.scalars(select(RoomMember).where(RoomMember.room_id == room.id).order_by(RoomMember.id)).all()


def invited(db: Db, room: Room) -> Sequence[RoomMember]:
    """Who is in at the mediator's wish, by entry."""
    inside = select(RoomMember).where(RoomMember.room_id == room.id, PRESENT, RoomMember.capacity.in_(INVITED))
    return db.scalars(inside.order_by(RoomMember.id)).all()


def others(db: Db, room: Room, me: RoomMember) -> Sequence[str]:
    """Who else is in, by name."""
    inside = select(RoomMember.name).where(RoomMember.room_id == room.id, PRESENT, RoomMember.id != me.id)
    return db.scalars(inside.order_by(RoomMember.id)).all()


def messages_after(db: Db, room_id: uuid.UUID, seq: int, limit: int = channels.PAGE) -> list[dict[str, Any]]:
    """Messages with a higher number, oldest first, as plain data."""
    found = _SAID.where(Message.seq > bindparam("seq")).order_by(Message.seq).limit(limit)
    return [_one(row, member) for row, member in db.execute(found, {"room_id": room_id, "seq": seq})]


def messages_before(db: Db, room: Room, seq: int | None, first: int = 0) -> list[dict[str, Any]]:
    """The page of messages before a number (the newest page for None) and after ``first``, oldest first."""
    found = _SAID.where(Message.seq > first).order_by(Message.seq.desc()).limit(PAGE)
    if seq is not None:
        found = found.where(Message.seq < seq)
    return [_one(row, member) for row, member in reversed(db.execute(found, {"room_id": room.id}).all())]


def _one(row: Message, member: RoomMember | None) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "kind": row.kind,
        "label": row.label,
        "text": row.body,
        "at": row.at.isoformat(),
        "member": member.id.hex if member else "",
        "name": member.name if member else "",
        "capacity": member.capacity if member else "",
        "role": capacity_words(member.capacity) if member else "",
        "side": (member.side or "") if member else "",
        "client_id": row.client_id or "",
    }


def unread(db: Db, actor: Actor, rooms: Sequence[Room]) -> dict[uuid.UUID, int]:
    """How many messages the actor has not read in each of their rooms."""
    mine = select(RoomMember.room_id, RoomMember.read_seq).where(RoomMember.room_id.in_([room.id for room in rooms]))
    holder = RoomMember.account_id == actor.account if actor.account else RoomMember.person_id == actor.person
    read = {row.room_id: row.read_seq for row in db.execute(mine.where(holder, RoomMember.until.is_(None)))}
    return {room.id: max(0, room.last_seq - read.get(room.id, 0)) for room in rooms}


def note_read(db: Db, member: RoomMember, seq: int) -> None:
    """A read mark, written on its own connection: a page that only reads still leaves it."""
    if member.read_seq >= seq:
        return
    with db.info["database"].writing() as own:
        row = own.get_one(RoomMember, member.id)
        row.read_seq = max(row.read_seq, seq)
