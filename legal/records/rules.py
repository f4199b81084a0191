"""What a service record says (domain §2.4), when it is complete, and what it may become."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

STATES = ("draft", "sealing", "sealed", "failed")

MOVES: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"sealing"}),
    "sealing": frozenset({"sealed", "failed"}),
    "failed": frozenset({"draft"}),
    "sealed": frozenset(),
}
"""State → states it may become. Sealing: its words stand and the worker prints and signs. A sealed record is corrected
by a next version; one that could not be printed goes back to the lawyer."""

SIGN = "legal.sign_record"
"""What the worker does for a record."""

AGES = ("", "minor", "adult", "middle", "old")
GROUPS = ("migrant", "elder", "disabled", "woman", "minor", "veteran", "poor", "student")
AID_ANSWERS = ("unclear", "yes", "no")
MOST_MINUTES = 480
NEEDED = ("class_code", "facts", "question", "advice", "law", "licence")
"""Without these the record is not complete."""


@dataclass(frozen=True)
class Content:
    """The fields of the register; ``name``, ``phone`` and ``address`` (masked) are filled in when it is frozen."""

    refused: bool = False
    gender: str = ""
    age: str = ""
    groups: tuple[str, ...] = ()
    class_code: str = ""
    facts: str = ""
    question: str = ""
    advice: str = ""
    law: str = ""
    referral: str = ""
    aid: str = "unclear"
    aid_told: bool = False
    aid_shared: bool = False
    follow_up_on: str = ""
    minutes: int = 0
    licence: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""

    def follow_up(self) -> date | None:
        """The day on which the person is answered again."""
        return date.fromisoformat(self.follow_up_on) if self.follow_up_on else None

    def known_as(self, name: str, phone: str, address: str) -> "Content":
        """With the person's data; nothing of them if they would not say who they are (domain §1.5)."""
        if self.refused:
            return replace(self, name="", phone="", address="")
        return replace(self, name=name, phone=phone, address=address)


def dump(content: Content) -> str:
    """For the row."""
    return json.dumps(asdict(content), ensure_ascii=False, sort_keys=True)


def load(text: str) -> Content:
    """From the row."""
    stored: dict[str, Any] = json.loads(text)
    return Content(**{**stored, "groups": tuple(stored["groups"])})


def missing(content: Content) -> list[str]:
    """The fields that must still be filled in before the record can be signed.

    Whoever meets the conditions of legal aid is told how to apply (法律援助法 art.31-32; domain §1.5).
    """
    found = [name for name in NEEDED if not getattr(content, name)]
    if not 0 < content.minutes <= MOST_MINUTES:
        found.append("minutes")
    if content.aid == "yes" and not content.aid_told:
        found.append("aid_told")
    if content.aid_shared and content.aid != "yes":
        found.append("aid_shared")
    return found


def may_become(state: str, target: str) -> bool:
    """Whether the table allows this move."""
    return target in MOVES[state]
