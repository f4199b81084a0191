"""When the next person is called, and what a page may promise."""

from datetime import timedelta

PATIENCE = timedelta(minutes=5)
"""An alarm that nobody has acknowledged for this long goes to the next person on the roster."""

ROUNDS = 3
"""How often the whole roster is called every few minutes; afterwards more slowly, until somebody has it."""
LATER = timedelta(minutes=30)

SOURCES = ("story", "questions", "counter", "triage", "room", "staff")


AT_THE_DOOR = ("story", "questions", "counter", "triage")
"""Where only whoever applies has spoken."""


IN_FULL = timedelta(days=3)
"""So long after an alarm was answered the whole desk still reads it, for whoever takes over; then those who rang or
answered alone."""


def reads_in_full(*, answered_for: timedelta | None, took_part: bool) -> bool:
    """Whether somebody of the desk sees words, place and numbers of an alarm. ``answered_for``: since when it is
    answered, None while it rings."""
    return took_part or answered_for is None or answered_for < IN_FULL


def next_on_roster(roster_size: int, rung: int) -> int | None:
    """The place on the roster to call now; None where nobody is on it."""
    return rung % roster_size if roster_size else None


def call_again_after(roster_size: int, rung: int) -> timedelta:
    """How long to wait for an answer before the next call; an alarm is never given up."""
    return PATIENCE if rung < max(roster_size, 1) * ROUNDS else LATER
