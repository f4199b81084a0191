"""What a party may answer, what follows from all answers together, and the rights that are read before a yes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ANSWERS = ("pending", "yes", "later", "no")
CHANNELS = ("web", "phone", "counter", "letter")

MAY_ANSWER: Mapping[str, frozenset[str]] = {
    "pending": frozenset({"yes", "later", "no"}),
    "later": frozenset({"yes", "no"}),
    "yes": frozenset({"no"}),
    "no": frozenset(),
}
"""Answer → answers it may become while the parties are being asked (人民调解法 art.17, 23): time to think once a round,
a yes may be taken back, a no ends it for this party."""

LATER_DAYS = 7
RIGHTS_VERSION = "2026-12"
"""Of the words in wording.py; a changed word is a new version."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One party still in the matter: on which side of the question they stand, and what they have said."""

    role: str
    answer: str


class Outcome(StrEnum):
    """What follows from the answers of everybody."""

    WAIT = "wait"
    ACCEPT = "accept"
    ASK_ANEW = "ask_anew"
    END = "end"


def may_answer(answer: str, target: str) -> bool:
    """Whether this answer may be given after that one."""
    return target in MAY_ANSWER[answer]


def is_dispute(roles: Iterable[str]) -> bool:
    """Somebody who asks and somebody who is asked: without both there is nothing to mediate (有明确的对方)."""
    return {"applicant", "respondent"} <= set(roles)


def outcome(asked: Sequence[Asked]) -> Outcome:
    """All yes: accepted. A no ends mediation with that party; the others are asked anew, if two sides are left of them
    (人民调解法 art.17; several respondents: each decides for themselves)."""
    if any(one.answer == "no" for one in asked):
        rest = [one.role for one in asked if one.answer != "no"]
        return Outcome.ASK_ANEW if is_dispute(rest) else Outcome.END
    if is_dispute(one.role for one in asked) and all(one.answer == "yes" for one in asked):
        return Outcome.ACCEPT
    return Outcome.WAIT


def is_public(wishes: Iterable[bool]) -> bool:
    """Open to relatives and neighbours only if every party wants it so (人民调解法 art.23; 若干规定 art.29)."""
    return all(wishes)


def later_fits(day: date, today: date) -> bool:
    """Time to think: from tomorrow on, seven days at most."""
    return today < day <= today + timedelta(days=LATER_DAYS)


def wait_over(answer: str, later_on: date | None, contacted_by: date) -> date | None:
    """The first day on which nobody need wait for this answer any more: after the time to be contacted, or after the
    day they asked for; None once they have said yes or no."""
    if answer not in ("pending", "later"):
        return None
    return max(contacted_by, later_on or contacted_by) + timedelta(days=1)


def reason_for_leaving(role: str) -> str:
    """How the file calls a no: the applicant takes the application back, anybody else refuses (§2.3 终止调解通知书)."""
    return "withdrew" if role == "applicant" else "refusal"
