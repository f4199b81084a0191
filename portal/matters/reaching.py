"""How somebody may safely be reached, to stand beside every number that staff call: the way, the hours, the words, and
whether somebody else may answer."""

from dataclasses import dataclass
from typing import Any

from portal.matters.words import CHANNELS
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


def reach_of(person: Person, *, asked: bool = True) -> Reach:
    """For those who open the file: numbers masked, the safe words in full. ``asked``: whether this person has had a
    chance to say how; of whoever was only named by somebody else nobody knows."""
    silent = person.contact_channel == "none"
    return Reach(
        name=person.name,
        phone=mask_phone(person.phone),
        address=mask_address(person.address),
        channel=CHANNELS[person.contact_channel] if asked or not silent else "",
        silent=silent and asked,
        hours=person.contact_hours or "",
        words=person.contact_words or "",
        shared=person.phone_shared,
    )
