"""What a floor must say about a kind of channel before anything is pushed on it."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.kernel.db import Db
from portal.kernel.policy import Actor

Payload = Mapping[str, Any]
PAGE = 1000
"""So many payloads ``after`` answers at most; after a full page it is asked again."""


@dataclass(frozen=True)
class ChannelKind:
    """``listeners`` answers which accounts and persons may hear it now (asked again at every push), ``after`` what
    has come on the channel since a number, in the order of ``seq`` and at most a ``PAGE`` of it at a time: it is read
    once for all who have heard as much and asks nothing of them, for whoever may hear a channel may hear all of it.
    ``joined`` notes that an actor reads along, ``read`` how far they have read, ``send`` stores what they say and
    answers its number.
    """

    name: str
    listeners: Callable[[Db, uuid.UUID], frozenset[uuid.UUID]]
    after: Callable[[Db, uuid.UUID, int], list[Payload]]
    joined: Callable[[Db, Actor, uuid.UUID], None]
    read: Callable[[Db, Actor, uuid.UUID, int], None]
    send: Callable[[Db, Actor, uuid.UUID, Mapping[str, Any]], int]


KINDS: dict[str, ChannelKind] = {}


def register(kind: ChannelKind) -> None:
    """Called once by the floor that owns the kind."""
    KINDS[kind.name] = kind


LAST = 2**31 - 1
"""The highest number that a row can have."""


def number(value: object) -> int:
    """A place in a channel as somebody gave it; ValueError for what cannot be one."""
    if not isinstance(value, int) or not 0 <= value <= LAST:
        raise ValueError(value)
    return value


def parse(channel: str) -> tuple[ChannelKind, uuid.UUID]:
    """``room:<hex>`` → its kind and the id; KeyError or ValueError for anything else."""
    name, _, reference = channel.partition(":")
    return KINDS[name], uuid.UUID(hex=reference)
