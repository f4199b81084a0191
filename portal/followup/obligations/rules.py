"""What may become of a duty, and when somebody is reminded."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

STATES = ("open", "reported", "confirmed", "disputed", "waived")

MOVES: Mapping[str, Mapping[str, str]] = {
    "open": {"report": "reported", "confirm": "confirmed", "dispute": "disputed", "waive": "waived"},
    "reported": {"confirm": "confirmed", "dispute": "disputed"},
    "disputed": {"report": "reported", "confirm": "confirmed", "waive": "waived"},
    "confirmed": {},
    "waived": {},
}
"""State → act → state. Silence is never 'done': only the one who is owed confirms or waives."""

WHO: Mapping[str, str] = {"report": "debtor", "confirm": "creditor", "dispute": "creditor", "waive": "creditor"}
SETTLED = frozenset({"confirmed", "waived"})
SEEN = "seen"
"""What is written beside a duty that was done on the spot, before the mediator who recorded it."""
REMIND_AFTER = (timedelta(days=1), timedelta(days=7))
"""Days after the due day on which an unsettled duty is asked about (domain §4.4 step 14)."""


@dataclass(frozen=True)
class Duty:
    """A duty as an agreement states it: parties of the matter, words, money in fen, last day.

    ``kept``: done before the eyes of whoever records it, at the accord itself.
    """

    from_party: uuid.UUID
    to_party: uuid.UUID | None
    text: str
    due_on: date | None
    amount_fen: int | None = None
    how: str = ""
    kept: bool = False


def after(state: str, act: str) -> str | None:
    """The state an act leads to, or None when it is not possible now."""
    return MOVES[state].get(act)


def next_step(duties: Iterable[tuple[str, date | None]], today: date) -> tuple[str, date | None]:
    """The key of what comes next for (state, last day) of all duties, and its day if one of theirs is meant: what is
    contested first, then what is late, what waits for a word of the other side, and what is due next."""
    open_now = [(state, day) for state, day in duties if state not in SETTLED]
    if any(state == "disputed" for state, _day in open_now):
        return "next.duty_disputed", None
    if any(overdue(state, day, today) for state, day in open_now):
        return "next.duty_overdue", None
    if any(state == "reported" for state, _day in open_now):
        return "next.duty_reported", None
    days = [day for _state, day in open_now if day is not None]
    return ("next.duties", min(days)) if days else ("next.duties_undated", None)


def overdue(state: str, due_on: date | None, today: date) -> bool:
    """Past its day and not settled."""
    return state not in SETTLED and due_on is not None and today > due_on
