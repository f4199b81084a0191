"""Ways to reach somebody, what may become of a delivery, and how addresses are masked."""

import re
from collections.abc import Mapping

CHANNELS = ("sms", "email", "letter", "call", "visit", "none")
STATES = ("waiting", "sent", "failed", "collected", "unwanted")

HOW: Mapping[str, str] = {
    "called": "sent",
    "posted": "sent",
    "handed": "collected",
    "failed": "failed",
    "unwanted": "unwanted",
}
"""What a staff member did → the state it leads to."""

OPEN = ("waiting", "failed")
"""States in which something is still to do."""

TODO: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "call": ("waiting", ("sms", "call", "visit", "none")),
    "letter": ("waiting", ("letter",)),
    "failed": ("failed", CHANNELS),
}
"""List of the desk → (state, channels). A message by SMS waits for a call as long as no gateway is set up."""

PHONES = ("sms", "call")
"""Channels on which somebody else may answer when the phone is shared."""


ADDRESS = re.compile(r"(https?://[!-~]+)")


def pieces(words: str) -> list[tuple[str, bool]]:
    """The words cut into text and web addresses (True), so that a page can make links of these."""
    return [(part, bool(ADDRESS.fullmatch(part))) for part in ADDRESS.split(words) if part]


def may_become(state: str, target: str) -> bool:
    """Whether a delivery may move on like this; failed ones may be tried again, settled ones rest."""
    return state in OPEN and target in STATES and (state, target) != ("waiting", "waiting")


def mask_email(address: str) -> str:
    """z***@example.com."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}***@{host}" if name else "***"
