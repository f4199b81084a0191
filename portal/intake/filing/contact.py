"""How whoever files is reached without harm, as they said it."""

from collections.abc import Mapping
from typing import Any

from portal.people.persons.services import PersonData


def reached(known: Mapping[str, Any]) -> PersonData:
    """Name and phone of whoever files, and the channel, hours and words that they asked for."""
    return PersonData(
        name=known["name"],
        phone=known.get("phone") or None,
        email=known.get("email") or None,
        address=known.get("address") or None,
        contact_channel=known.get("channel") or "none",
        contact_hours=known.get("hours") or None,
        contact_words=known.get("words") or None,
        phone_shared=shares(known),
    )


def shares(known: Mapping[str, Any]) -> bool:
    """Whether others may see the phone."""
    return "shared" in known.get("shared", ())
