"""Kinds of rooms, labels of what is said in them, and how long a message may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.accounts.roles import NAMES
from portal.kernel.i18n import lazy as _l

TEXT_MAX = 4000
PAGE = 100
"""Messages shown at once; older ones by a link."""

LABELS = ("normal", "without_prejudice")
MESSAGE_KINDS = ("text", "system")


@dataclass(frozen=True)
class RoomKind:
    """What the band above a room says, its colour, and the label its messages carry.

    What people say in order to settle is without prejudice, and nothing the house hands out as evidence contains it
    (R-20; 民诉法解释 art.107, 特邀调解规定 art.22): in a caucus all of it, and before both sides nobody can tell a
    concession from the talk around it, so all of it too. ``promise`` says so to whoever is about to write.
    """

    name: Any
    readers: Any
    colour: str
    label: str
    promise: Any = ""


PROMISE = _l("为了谈成而让步的话，以后打官司不能拿来作对您不利的证据；中心和调委会也不会把这里的话当证据交出去。")

KINDS: Mapping[str, RoomKind] = {
    "joint": RoomKind(_l("会议室"), _l("双方和调解员都看得到"), "blue", "without_prejudice", PROMISE),
    "caucus": RoomKind(
        _l("私谈"), _l("只有您这一方和调解员看得到，对方不知道有没有谈"), "violet", "without_prejudice", PROMISE
    ),
    "team": RoomKind(_l("团队室"), _l("只有团队成员和调解员看得到，当事人看不到"), "teal", "without_prejudice"),
}

INVITED = ("police", "judge", "procurator", "lawyer", "social_worker", "counsellor")
"""Those who come into a joint room at the wish of the mediator and with everybody's consent (人民调解法 art.20), named
with their post; they read only what is said from then on."""

CAPACITIES: Mapping[str, Any] = {
    "mediator": _l("调解员"),
    "applicant": _l("申请人"),
    "respondent": _l("对方当事人"),
    "agent": _l("代理人"),
    "guardian": _l("监护人"),
    "secretary": _l("记录人"),
    **{role: NAMES[role] for role in INVITED},
}


def capacity_words(capacity: str) -> str:
    """What the person is in this room, in words; empty for lines of the house itself."""
    return str(CAPACITIES.get(capacity, ""))
