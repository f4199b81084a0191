"""Why a mediator leaves in the middle, when that may be, and what they may not see then (人民调解法 art.19, 23)."""

from collections.abc import Mapping
from typing import Any

from mediation.cases.rules import FINAL, STATES
from mediation.conflicts.rules import GROUNDS, Ground
from portal.kernel.i18n import lazy as _l

CAUSES: Mapping[str, Any] = {
    "recusal": _l("调解员回避或者退出"),
    "request": _l("当事人请求更换"),
    "committee": _l("调委会另行指定"),
}
"""人民调解法 art.19: the committee appoints, or the parties choose; art.23: they choose or accept the mediator."""

STEPPING: Mapping[str, Ground] = {
    **GROUNDS,
    "unable": Ground(_l("生病、调离或者别的原因，不能接着办"), _l("人民调解法第十九条")),
}
"""Why a mediator steps back once the file is open: an interest that came to light, or something in their own life."""

REPLACEABLE = frozenset(STATES) - FINAL - {"assigned"}
"""From the statement of no interest to the kept promise; before it, the statement itself gives the matter back."""

NAME_WORKDAYS = 2
"""Within so many working days the committee names somebody else (domain §4.4 step 7; CLK-06)."""

ANSWERS = ("pending", "yes", "no", "recalled")


def shuts_the_desk(ground: str | None) -> bool:
    """Whether whoever left for this ground may not see the file in another office of theirs either."""
    return ground in GROUNDS
