"""What is told when a mediator changes: that and by when, never why."""

import uuid
from typing import Any

from flask import url_for

from mediation.consents.words import to_status
from mediation.replacements.rules import STEPPING
from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Next, Sentence
from portal.matters.words import OUTSIDE
from portal.notices.kinds import Kind
from portal.notices.models import Notice


def to_naming(notice: Notice) -> str:
    """The bell leads to the page on which somebody is named."""
    return url_for("replacements.name", case_id=uuid.UUID(notice.params["case"]))


SENTENCES: dict[str, Any] = {
    "mediator.left": Sentence(_l("正在换一位调解员。"), kind="waiting"),
    "mediator.came": Sentence(_l("新的调解员%(mediator)s已经接手，确认与各方没有利害关系。")),
    "next.new_mediator": Next(
        _l("最晚到%(due)s请一位新的调解员。说好的事、交过的材料都不变；时间有变会告诉各方。"), whole_day=True
    ),
    **{
        f"mediator.left.{key}": Sentence(_l("原来的调解员退出：%(ground)s。", ground=ground.words))
        for key, ground in STEPPING.items()
    },
    **{
        f"mediator.declined.{key}": Sentence(_l("被指定的调解员不能接手：%(ground)s。", ground=ground.words))
        for key, ground in STEPPING.items()
    },
}

KINDS = (
    Kind(
        "mediator.left",
        page=_l("正在换一位调解员。换好会告诉您，您不用做什么。"),
        outside=OUTSIDE,
        where=to_status,
    ),
    Kind(
        "mediator.came",
        page=_l("新的调解员%(mediator)s已经接手，确认与各方没有利害关系。"),
        outside=OUTSIDE,
        where=to_status,
    ),
    Kind(
        "mediator.kept",
        page=_l("调委会答复了您更换调解员的请求，请打开“我的事项”看一看。"),
        outside=OUTSIDE,
        where=to_status,
    ),
    Kind("mediator.to_name", page=_l("%(code)s 的调解员不再承办，请指定一位新的调解员。"), where=to_naming),
    Kind("mediator.asked", page=_l("%(code)s 有一方请求更换调解员，请答复。"), where=to_naming),
    Kind("mediator.declined", page=_l("%(code)s 被指定的调解员不能接手，请另外指定一位。"), where=to_naming),
)
