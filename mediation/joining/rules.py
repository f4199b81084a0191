"""How late somebody may still be added, and whether they are in it already."""

from collections.abc import Iterable

JOINABLE = frozenset({"assigned", "consent_pending", "accepted", "preparing", "scheduled"})
"""Before the talks begin. Later a new party would come to what others have settled without them."""

ASKED = JOINABLE - {"assigned"}
"""Here the parties have been asked already, so whoever comes is asked by themselves (R-03)."""


def in_it_already(name: str, names: Iterable[str]) -> bool:
    """Blanks are forgiven, nothing else."""
    return "".join(name.split()) in {"".join(one.split()) for one in names}
