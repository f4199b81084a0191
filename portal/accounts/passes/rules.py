"""How long a PIN, a code and a link hold, and how codes are typed."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import timedelta

PIN_LIFE: Mapping[str, timedelta | None] = {
    "receipt": None,
    "window": None,
    "letter": timedelta(days=60),
}
"""Purpose of a PIN → how long it holds; the one on a receipt holds as long as the case (None). Others: as a letter.

'window': staff have handed it out alone, and nobody else has said yet that it went to the right person."""

CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
AGAIN_AFTER = timedelta(seconds=60)
"""Asking again within this time sends nothing new: the first message is still on its way."""
ASKS = 5
ASKS_WITHIN = timedelta(hours=1)
KEPT = timedelta(days=1)
"""How long used and expired codes stay in the table."""
ENDED_KEPT = timedelta(days=90)
"""How long ended PINs and links stay, to answer "did I get a letter?"."""


def pin_life(purpose: str) -> timedelta | None:
    """How long a PIN for this purpose holds."""
    return PIN_LIFE.get(purpose, PIN_LIFE["letter"])


def bare_digits(typed: str | None) -> str:
    """A PIN or code as a hand types it: spaces and dashes are forgiven, full-width digits are digits."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", typed or ""))[:12]
