"""Inviting the other side: what must be known before a letter goes out, and how somebody shows that it is for them.

Why name and digits together. The commonest mistake is a wrong number: that stranger has the link and knows the last
digits of their own phone, but not the name the letter is for, which no page shows. The other is a letter opened by
somebody near, or a link passed on: they know the name, but not the phone or the PIN. Five wrong answers shut the door.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

LINK_DAYS = 7
LINK_PURPOSE = "reply"
PIN_PURPOSE = "letter"
CHANNELS = ("sms", "call", "email", "letter", "visit")

NEEDED: Mapping[str, str] = {
    "sms": "phone",
    "call": "phone",
    "email": "email",
    "letter": "address",
    "visit": "address",
}
"""Channel → what must be known to use it."""

TAIL = 4
DOTS = str.maketrans("", "", "·•・‧∙⋅.．。 \u3000")


@dataclass(frozen=True, slots=True)
class Contact:
    """How whoever is written to is reached, as the mediator has checked it."""

    channel: str
    phone: str = ""
    email: str = ""
    address: str = ""


def missing(contact: Contact) -> str | None:
    """The field that is needed for the chosen channel and not filled in."""
    field = NEEDED[contact.channel]
    return None if getattr(contact, field) else field


def same_name(typed: str, written: str) -> bool:
    """The name as on the letter: blanks, dots within names and the width of letters are forgiven, nothing else."""
    return bool(_plain(typed)) and _plain(typed) == _plain(written)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).translate(DOTS).split()).casefold()


def same_tail(typed: str, phone: str | None) -> bool:
    """The last four digits of the phone that was written down."""
    return len(typed) == TAIL and typed.isascii() and typed.isdigit() and bool(phone) and str(phone).endswith(typed)
