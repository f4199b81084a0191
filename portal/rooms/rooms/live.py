"""How rooms are heard over sockets: the engine's answers to the pump's three questions."""

import uuid
from collections.abc import Mapping
from typing import Any

from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.live.channels import ChannelKind, Payload
from portal.kernel.policy import Actor, Refused
from portal.rooms.rooms import queries, services
from portal.rooms.rooms.policy import member_of


def after(db: Db, room_id: uuid.UUID, seq: int) -> list[Payload]:
    """What has been said since; the pump asks ``listeners`` before anybody hears it."""
    return list(queries.messages_after(db, room_id, seq))


def joined(db: Db, actor: Actor, room_id: uuid.UUID) -> None:
    """Reading along is a read of sealed words: noted before the first is loaded."""
    audit.note(db, actor, "room.joined", queries.get(db, actor, room_id), ["messages"])


def read(db: Db, actor: Actor, room_id: uuid.UUID, seq: int) -> None:
    """A read mark of an open page, never beyond what has been said."""
    room = queries.get(db, actor, room_id)
    member = member_of(db, actor, room)
    if member is not None:
        queries.note_read(db, member, min(seq, room.last_seq))


def send(db: Db, actor: Actor, room_id: uuid.UUID, data: Mapping[str, Any]) -> int:
    """What this actor says."""
    client_id, text = data["client_id"], data["text"]
    if not client_id or not isinstance(client_id, str) or not isinstance(text, str):
        raise Refused
    return services.say(db, actor, room_id, text, client_id)


KIND = ChannelKind("room", queries.listeners, after, joined, read, send)
