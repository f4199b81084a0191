"""Whether an agreement may be confirmed, which reminders go out (民诉法 art.205, 民诉法解释 art.355; R-04, R-05)."""

from collections.abc import Collection

CLOCK = "CLK-18"
BARRED = frozenset({"S", "K"})
"""Class flags: status relations and confirmation of title are never accepted by the court."""


def may_confirm(flags: Collection[str]) -> bool:
    """R-05: the way to the court is shown only where the class allows it."""
    return BARRED.isdisjoint(flags)


def is_reminder(threshold: str) -> bool:
    """``reminder-15`` … ``reminder-1`` (R-04)."""
    return threshold.startswith("reminder-")
