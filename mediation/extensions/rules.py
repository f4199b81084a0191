"""Who must agree to a longer period, what follows from their answers, and until which day it may be asked for."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

STATES = ("open", "granted", "refused", "lapsed", "withdrawn")

MOVES: Mapping[str, frozenset[str]] = {
    "open": frozenset({"granted", "refused", "lapsed", "withdrawn"}),
    "granted": frozenset(),
    "refused": frozenset(),
    "lapsed": frozenset(),
    "withdrawn": frozenset(),
}
"""State → states it may become. 'lapsed': the period ran out before everybody had signed; what comes after is no
consent any more (人民调解工作若干规定 art.33; R-09)."""

EXTENDABLE = frozenset(
    {"accepted", "preparing", "scheduled", "in_session", "adjourned", "suspended", "drafting", "signing"}
)
"""States of a mediation in which its period may be lengthened."""

ANSWERS = ("pending", "yes", "no")
CHANNELS = ("code", "paper")
"""Signed on screen with a one-time code, or on paper before staff."""

CODE = "extension"
"""The purpose of the one-time code that goes with a yes."""

MOST = timedelta(days=180)
"""The farthest day a mediator may propose at once: a guard of this house against slips; the law sets none."""


class Outcome(StrEnum):
    """What follows from all answers."""

    WAIT = "wait"
    GRANT = "grant"
    REFUSE = "refuse"


def outcome(answers: Iterable[str], *, committee_owes: bool) -> Outcome:
    """One no is enough to keep the period as it is; only all yes (and the committee's, where it is asked) moves it."""
    said = list(answers)
    if "no" in said:
        return Outcome.REFUSE
    done = len(said) >= 2 and all(answer == "yes" for answer in said)
    return Outcome.GRANT if done and not committee_owes else Outcome.WAIT


def day_fits(day: date, last: date, today: date) -> bool:
    """Later than the last day there is."""
    return last < day <= today + MOST
