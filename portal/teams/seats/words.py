"""How seats are called, and what everybody is told: that somebody comes or does not, never whose wish it was."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import url_for

from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Sentence
from portal.matters.words import OUTSIDE
from portal.notices.kinds import Kind
from portal.notices.models import Notice

STATES: Mapping[str, tuple[str, Any]] = {
    "invited": ("waiting", _l("等本人说明有没有利害关系")),
    "asked": ("waiting", _l("正在问各方愿不愿意")),
    "seated": ("doing", _l("参加")),
    "declined": ("stopped", _l("本人不便参加")),
    "refused": ("stopped", _l("这次不来")),
    "lapsed": ("stopped", _l("没有按时说明")),
    "left": ("stopped", _l("这次不来")),
}
OWN_STATES: Mapping[str, tuple[str, Any]] = {
    "invited": ("todo", _l("请您先说明有没有利害关系")),
    "asked": ("waiting", _l("正在问各方愿不愿意")),
    "seated": ("doing", _l("您已参加")),
}
"""As whoever is asked reads them."""


def to_seat(notice: Notice) -> str:
    """The bell of a member leads to their page of the matter."""
    return url_for("team_seats.show", seat_id=uuid.UUID(notice.params["seat"]))


def to_docket(_notice: Notice) -> str:
    """Where there is no page any more, to the list."""
    return url_for("team_seats.index")


def to_answer(_notice: Notice) -> str:
    """The bell of a party leads to who would come and who has come."""
    return url_for("my_team.show")


SENTENCES: dict[str, Any] = {
    "team.invited": Sentence(_l("请%(post)s%(name)s来会商，先说明有没有利害关系，最晚%(due)s。"), kind="waiting"),
    "team.declined": Sentence(_l("%(post)s%(name)s不便参加，可以另请一位。"), kind="stopped"),
    "team.lapsed": Sentence(_l("%(post)s%(name)s没有按时说明，可以另请一位。"), kind="stopped"),
    "team.left": Sentence(_l("不再请%(post)s%(name)s。"), kind="stopped"),
    "team.asking": Sentence(
        _l("调解员想请%(post)s%(name)s来帮忙。各方都愿意才来，请在%(due)s以前说愿不愿意。"), kind="waiting"
    ),
    "team.seated": Sentence(_l("各方都愿意，%(post)s%(name)s来帮忙了：只出主意，不做决定。")),
    "team.not_coming": Sentence(_l("%(post)s%(name)s这次不来，调解照常进行。"), kind="stopped"),
    "team.planned": Sentence(_l("会前计划写好了。")),
    "team.advised": Sentence(_l("%(post)s%(name)s写了一条意见。")),
    "team.shared": Sentence(_l("调解员把%(post)s%(name)s的一条意见给各方看了。")),
    "team.note_signed": Sentence(_l("会商纪要写好了，调解员已签。")),
}

KINDS = (
    Kind(
        "team.invited",
        page=_l("有一件事请您来会商。请在%(due_at)s以前说明有没有利害关系，说明以前案情对您不打开。"),
        where=to_seat,
    ),
    Kind("team.seated", page=_l("各方都愿意，您已加入一件事的会商团队。请看交给您的问题。"), where=to_seat),
    Kind("team.over", page=_l("有一件事不再请您会商，您不用再做什么。"), where=to_docket),
    Kind("team.ended", page=_l("您参加会商的一件事已经办结，您还可以看 30 天。"), where=to_seat),
    Kind("team.planned", page=_l("调解员写好了会前计划，请看一看。"), where=to_seat),
    Kind("team.advised", page=_l("会商团队里有一条新的意见。"), where=to_seat),
    Kind("team.shared_file", page=_l("调解员把团队的一条意见给了各方。"), where=to_seat),
    Kind("team.note_signed", page=_l("会商纪要写好了，调解员已签。请看有没有您要做的事。"), where=to_seat),
    Kind(
        "team.asking",
        page=_l("调解员想请%(name)s来帮忙。来不来由各方定，请在%(due_at)s以前说愿不愿意。"),
        outside=OUTSIDE,
        where=to_answer,
    ),
    Kind("team.came", page=_l("各方都愿意，%(name)s来帮忙了：只出主意，不做决定。"), outside=OUTSIDE, where=to_answer),
    Kind("team.not_coming", page=_l("%(name)s这次不来，调解照常进行。"), outside=OUTSIDE, where=to_answer),
    Kind("team.shared", page=_l("调解员把%(name)s的一条意见给各方看了。"), outside=OUTSIDE, where=to_answer),
)
