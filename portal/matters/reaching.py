"""How somebody may safely be reached, to stand beside every number that staff call: the way, the hours, the words, and
whether somebody else may answer. Nobody is offered a way that this house cannot go."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.kernel.db import Db
from portal.matters.words import CHANNELS, NOT_SENT
from portal.notices.services import goes_out
from portal.people.persons.models import Person
from portal.people.persons.rules import mask_address, mask_phone


@dataclass(frozen=True)
class Reach:
    """What to know before dialling. ``words``: what may be said to whoever answers. ``silent``: they asked not to be
    contacted at all."""

    name: str
    phone: str
    address: str
    channel: Any
    silent: bool
    hours: str
    words: str
    shared: bool


SEALED = ("phone", "address", "contact_words")
"""What is opened for it: note the read of the page that shows it."""


def goes(db: Db, channel: str) -> bool:
    """Whether the house goes this way: a message needs somebody who sends it, the rest is done by hand."""
    return channel not in NOT_SENT or goes_out(db, channel)


def offered(db: Db, ways: Iterable[tuple[str, Any]], stored: str | None = None) -> list[tuple[str, Any]]:
    """Of these ways those that the house can go; ``stored``: what is written down already stays as it is until
    somebody chooses another."""
    return [(key, words if goes(db, key) else NOT_SENT[key]) for key, words in ways if goes(db, key) or key == stored]


def way_of(db: Db, channel: str) -> Any:
    """The words for a way that is written down."""
    return CHANNELS[channel] if goes(db, channel) else NOT_SENT[channel]


def reach_of(db: Db, person: Person, *, asked: bool = True) -> Reach:
    """For those who open the file: numbers masked, the safe words in full. ``asked``: whether this person has had a
    chance to say how; of whoever was only named by somebody else nobody knows."""
    silent = person.contact_channel == "none"
    return Reach(
        name=person.name,
        phone=mask_phone(person.phone),
        address=mask_address(person.address),
        channel=way_of(db, person.contact_channel) if asked or not silent else "",
        silent=silent and asked,
        hours=person.contact_hours or "",
        words=person.contact_words or "",
        shared=person.phone_shared,
    )
