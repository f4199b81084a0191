"""What the public page says of a paper, and what it never says: no name, no class, no amount."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

DIGEST = re.compile(r"[0-9a-f]{64}")

STATUSES = ("unsigned", "being_made", "in_force", "superseded", "voided")


def status_of(state: str, *, effective: bool) -> str:
    """How a registered paper stands, from its state in the register."""
    if state in ("superseded", "voided"):
        return state
    if state == "sealed":
        return "in_force"
    return "being_made" if effective else "unsigned"


@dataclass(frozen=True)
class Entry:
    """All that the public learns of a registered paper."""

    status: str
    kind_zh: str
    kind_en: str
    issuer_zh: str
    issuer_en: str
    number: str
    edition: int
    signing: str
    frozen_on: date
    effective_on: date | None
    text_sha256: str | None


@dataclass(frozen=True)
class Checked:
    """What pyHanko found in a file: how many signatures, and whether they stand. No names."""

    genuine: bool
    signatures: int
    changed: int
    untrusted: int
    unsigned: int
    damaged: bool
    frozen_sha256: str

    def as_json(self) -> dict[str, Any]:
        """For the row."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Checked":
        """From the row."""
        return cls(**stored)


MATCHES = ("final", "frozen", "none")


def match_of(digest: str, final: str | None, frozen: str | None) -> str:
    """Which file of the registered paper this is."""
    if digest == final:
        return "final"
    return "frozen" if digest == frozen else "none"
