"""What residents and staff read when intake has acted: what happened, what next."""

from typing import Any

from flask import url_for

from portal.kernel.db import Db
from portal.kernel.i18n import lazy as _l
from portal.matters.models import Matter
from portal.matters.rules import show_code
from portal.matters.sentences import Sentence
from portal.notices.kinds import Kind
from portal.notices.models import Notice

SENTENCES = {
    "matter.triaged": Sentence(happened=_l("工作人员看过了您的材料，已确定怎样办理。")),
    "matter.assigned": Sentence(happened=_l("已分派给%(committee)s。")),
    "matter.declined": Sentence(happened=_l("这件事不能由人民调解委员会受理，理由和其他途径已写给您。")),
}

NEXT = {
    "next.assign": _l("工作人员会安排一个人民调解委员会和一位调解员。"),
    "next.conflict_check": _l("调解员先确认与双方没有利害关系，然后联系您。"),
    "next.other_routes": _l("请看下面的其他途径。需要帮忙，打中心电话。"),
}

OUTSIDE = _l("您好，这里是%(centre)s。您有一条新消息，请用案件编码 %(case_code)s 登录查看，或打电话 %(phone)s。")


def case_code(db: Db, notice: Notice) -> str:
    """The case code in words that go outside: alone it opens nothing."""
    matter = db.get(Matter, notice.matter_id) if notice.matter_id else None
    return show_code(matter.code) if matter else ""


def alarm_page(_notice: Any) -> str:
    """Where the bell of an alarm leads."""
    return url_for("alarms.index")


KINDS = (
    Kind(
        "alarm",
        page=_l("有人可能正处在危险中，请马上打开“警报”并接手（第 %(count)s 次呼叫）。"),
        outside=_l("【一扇门】有紧急警报，请马上登录处理。"),
        where=alarm_page,
    ),
    Kind("declined", page=_l("您的申请不能受理，理由和其他途径已写在“我的事项”里。"), outside=OUTSIDE),
)
