"""How the states of a mediation are called, and what the mediator and the committee are told."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import url_for

from mediation.cases.models import MediationCase
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Next
from portal.notices.kinds import Kind
from portal.notices.models import Notice

STATES: Mapping[str, tuple[str, Any]] = {
    "assigned": ("todo", _l("待确认利害关系")),
    "consent_pending": ("waiting", _l("征求各方意见")),
    "accepted": ("doing", _l("已受理")),
    "preparing": ("doing", _l("调解准备")),
    "scheduled": ("doing", _l("已约定时间")),
    "in_session": ("doing", _l("正在调解")),
    "adjourned": ("waiting", _l("择期再调")),
    "suspended": ("stopped", _l("中止")),
    "drafting": ("doing", _l("起草协议")),
    "signing": ("doing", _l("签署协议")),
    "effective": ("done", _l("协议生效")),
    "performing": ("doing", _l("履行中")),
    "performed": ("done", _l("已履行")),
    "breached": ("stopped", _l("没有按约履行")),
    "terminated": ("stopped", _l("已终止")),
    "returned": ("stopped", _l("已退回")),
}
"""State → shape (components/status.html) and word."""


def mediator_name(case: MediationCase) -> str:
    """Who mediates; nobody's name while somebody else is being found."""
    return case.mediator.display_name if case.vacant_since is None else _("正在换一位")


SENTENCES: dict[str, Any] = {
    "next.in_session": Next(_l("正在调解。谈成了，调解员起草协议书；谈不完，会说好什么时候继续。"), legal=True),
    "next.drafting": Next(_l("调解员在起草协议书，写好后请各方阅读。"), legal=True),
}


def to_case(notice: Notice) -> str:
    """The bell leads to the file."""
    return url_for("cases.show", case_id=uuid.UUID(notice.params["case"]))


def to_docket(_notice: Notice) -> str:
    """Before the statement of no interest there is no file to lead to."""
    return url_for("cases.index")


KINDS = (
    Kind("mediation.to_declare", page=_l("有一件新案交给您：%(code)s。请先确认有没有利害关系。"), where=to_docket),
    Kind("mediation.answered", page=_l("%(code)s 有一方答复了。"), where=to_case),
    Kind("mediation.all_agreed", page=_l("%(code)s 各方都同意调解，已经受理。请准备调解。"), where=to_case),
    Kind("mediation.party_left", page=_l("%(code)s 有一方不参加调解，其余各方正在重新决定。"), where=to_case),
    Kind("mediation.waited", page=_l("%(code)s 有一方说好今天答复，已提醒。"), where=to_case),
    Kind("mediation.astray", page=_l("%(code)s 的邀请送错了人，链接和密码已作废。请核对联系方式。"), where=to_case),
    Kind(
        "mediation.taken_back",
        page=_l("%(code)s 有人撤回了对一些材料的同意，这些材料已经收走，请不要再用。"),
        where=to_case,
    ),
    Kind("mediation.ended", page=_l("%(code)s 调解已经终止，通知书已发给各方。"), where=to_case),
)
