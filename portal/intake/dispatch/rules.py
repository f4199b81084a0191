"""How a matter is routed: modes, grades, and when a person's choice needs a reason."""

from dataclasses import dataclass

MODES = ("M", "T", "L", "P", "R")
OPEN_MODES = ("M",)
"""Service lines a dispatcher can assign to today; the others are arranged by phone until they open."""


@dataclass(frozen=True)
class Proposal:
    """What the matcher proposed, as stored: the same text gives the same proposal (DESIGN §4.11)."""

    codes: tuple[str, ...]
    service: str


def needs_reason(proposal: Proposal, class_code: str, mode: str) -> bool:
    """A choice other than the first proposal is explained (R-19)."""
    return not proposal.codes or class_code != proposal.codes[0] or mode != proposal.service
