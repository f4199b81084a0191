"""What is told when a mediation ends: the same words to every side, no reason and no blame."""

import uuid
from typing import Any

from flask import url_for

from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Sentence
from portal.matters.words import OUTSIDE
from portal.notices.kinds import Kind
from portal.notices.models import Notice


def to_notice(notice: Notice) -> str:
    """The bell leads to the notice of termination."""
    return url_for("terminations.mine", notice_id=uuid.UUID(notice.params["notice"]))


def to_matter(notice: Notice) -> str:
    """The desk's bell leads to the matter."""
    return url_for("matters.show", matter_id=notice.matter_id)


SENTENCES: dict[str, Any] = {
    "mediation.terminated": Sentence(_l("调解已经终止。这不影响各方用其他办法解决。"), kind="stopped"),
    "mediation.party_left": Sentence(_l("与%(name)s的调解不再进行。"), kind="stopped"),
    "matter.withdrawn": Sentence(_l("申请人撤回了申请，这件事不再办理。"), kind="stopped"),
    "matter.one_withdrew": Sentence(_l("%(name)s撤回了申请，其他申请人的事照常办理。"), kind="stopped"),
    "next.come_again": _l("没有需要您做的事。以后还想办，随时可以再来登记或者打电话给中心。"),
    "next.other_ways": _l("可以走的其他途径和时间限制写在终止调解通知书里。"),
}

KINDS = (
    Kind(
        "mediation.terminated",
        page=_l("调解不再进行。通知书里写着可以走的其他途径和时间限制。"),
        outside=OUTSIDE,
        where=to_notice,
    ),
    Kind(
        "mediation.ended_with_you",
        page=_l("已经记下：您不参加调解。通知书里写着可以走的其他途径和时间限制。"),
        outside=OUTSIDE,
        where=to_notice,
    ),
    Kind(
        "mediation.goes_on_without",
        page=_l("没有等到您的答复，这次调解不再和您进行。这不说明谁对谁错；通知书里写着可以走的其他途径和时间限制。"),
        outside=OUTSIDE,
        where=to_notice,
    ),
    Kind("matter.withdrawn", page=_l("%(code)s 的申请人撤回了申请，事项已经办结。"), where=to_matter),
    Kind(
        "matter.withdrawn_danger",
        page=_l("%(code)s 标明有危险情形，申请人撤回了申请，事项已经办结。警示照常处理，请核实申请人是否安全、自愿。"),
        where=to_matter,
    ),
    Kind("matter.one_withdrew", page=_l("%(code)s 有一位申请人撤回了申请，其他申请人的事照常办理。"), where=to_matter),
)
