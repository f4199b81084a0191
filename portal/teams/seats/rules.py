"""How somebody comes to sit on a case team, and leaves it again (人民调解法 art.20; domain §5.3, §5.5)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from portal.kernel.i18n import lazy as _l
from portal.teams.roster.rules import OFFICIALS

STATES = ("invited", "asked", "seated", "declined", "refused", "lapsed", "left")

MOVES: Mapping[str, frozenset[str]] = {
    "invited": frozenset({"asked", "declined", "lapsed", "left"}),
    "asked": frozenset({"seated", "refused", "left"}),
    "seated": frozenset({"asked", "left"}),
    "declined": frozenset(),
    "refused": frozenset(),
    "lapsed": frozenset(),
    "left": frozenset(),
}
"""State → states it may become. 'invited': they have still to say that they have no interest; 'asked': the parties are
asked; 'seated' becomes 'asked' again when somebody new joins the dispute. 'refused': not everybody agreed in time;
'left': recalled, gone by themselves, or a side wants them no more. Which of these it was is nobody's business."""

LIVE = tuple(state for state, targets in MOVES.items() if targets)
PUT_TO_PARTIES = frozenset({"asked", "seated"})
"""States in which a party has something to say."""

ANSWERS = ("pending", "yes", "no")

STATE_WORKDAYS = 1
"""Within so many working days whoever is asked says whether they have an interest (domain §4.10)."""
ANSWER_WORKDAYS = 3
"""Within so many working days the parties answer; silence is no consent. This house's own measure."""

FACTS_MOST = 1000
QUESTION_MOST = 300
PLAN_MOST = 800
"""One page and no more (domain §5.5)."""
ADVICE_MOST = 1000


class Outcome(StrEnum):
    """What follows from the answers of all parties."""

    WAIT = "wait"
    SEAT = "seat"
    REFUSE = "refuse"


def may_become(state: str, target: str) -> bool:
    """Whether the table allows this move."""
    return target in MOVES[state]


def outcome(answers: Iterable[str]) -> Outcome:
    """All yes seats them; anything else does not, once everybody has answered: a no is not known before the others
    have spoken too, so that nobody can tell from the hour whose it was."""
    said = list(answers)
    if not said or "pending" in said:
        return Outcome.WAIT
    return Outcome.SEAT if set(said) == {"yes"} else Outcome.REFUSE


def grounds(post: str) -> list[Any]:
    """When somebody says that they cannot take part. Which of these it is, nobody asks and nothing records: a lawyer's
    and a counsellor's clients stay unknown, also to the mediator (律师法 art.38; R-15)."""
    return [*_GROUNDS["all"], *_GROUNDS["official" if post in OFFICIALS else post]]


_GROUNDS: Mapping[str, list[Any]] = {
    "all": [
        _l("我是当事人，或者是当事人、代理人的近亲属"),
        _l("我与这件事有利害关系，或者与当事人、代理人有其他关系，可能影响公正"),
    ],
    "official": [_l("这件事我正在以公职办理，或者以后可能由我办理（出警、处罚、立案、审判、检察监督）")],
    "lawyer": [_l("我给其中一方提供过法律咨询、代理或者别的法律服务（律师法第三十九条）")],
    "social_worker": [_l("我正在为其中一方单独提供帮扶，参加进来会让另一方觉得不公平")],
    "counsellor": [_l("我和其中任何一方有或者有过咨询关系")],
}
