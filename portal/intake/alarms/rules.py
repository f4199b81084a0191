"""When the next person is called, and what a page may promise."""

from datetime import timedelta

PATIENCE = timedelta(minutes=5)
"""An alarm that nobody has acknowledged for this long goes to the next person on the roster."""

ROUNDS = 3
"""How often the whole roster is called before the alarm only stands on the screens."""

SOURCES = ("story", "questions", "counter", "triage", "room")


def next_on_roster(roster_size: int, rung: int) -> int | None:
    """The place on the roster to call now, or None when everybody has been called ROUNDS times."""
    if roster_size == 0 or rung >= roster_size * ROUNDS:
        return None
    return rung % roster_size
