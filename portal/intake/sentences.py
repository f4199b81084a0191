"""What residents and staff read when intake has acted: what happened, what next."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Next, Sentence
from portal.matters.words import OUTSIDE
from portal.notices.kinds import Kind

SENTENCES = {
    "matter.triaged": Sentence(happened=_l("工作人员看过了您的材料，已确定怎样办理。")),
    "matter.assigned": Sentence(happened=_l("已分派给%(committee)s。")),
    "matter.transferred": Sentence(happened=_l("已转给%(body)s，对方已经答应接手，电话 %(phone)s。")),
    "matter.declined": Sentence(happened=_l("这件事不能由人民调解委员会受理，理由和其他途径已写给您。")),
}

ARRANGE = _l("联系接手的部门，再登记转介")

NEXT = {
    "next.assign": Next(_l("工作人员会安排一个人民调解委员会和一位调解员。"), _l("分派调委会和调解员"), within=2),
    "next.arrange_T": Next(_l("工作人员会联系能一起解决这件事的部门，再打电话告诉您由谁接手。"), ARRANGE, within=2),
    "next.arrange_L": Next(
        _l("工作人员会联系法律服务人员，再打电话告诉您什么时候、找谁。着急可以先打 12348。"), ARRANGE, within=2
    ),
    "next.arrange_P": Next(
        _l("工作人员会联系专门的人和您谈。心里难受时，可以随时打 12356，白天晚上都有人接。"), ARRANGE, within=2
    ),
    "next.arrange_R": Next(_l("工作人员会联系负责的部门，对方答应接手以后告诉您。"), ARRANGE, within=2),
    "next.transferred": _l("接下来由接手的部门联系您。没有接上，请打中心电话。"),
    "next.conflict_check": Next(
        _l("调解员先确认与双方没有利害关系，然后联系您。"), _l("调解员声明有没有利害关系"), within=1
    ),
    "next.other_routes": _l("请看下面的其他途径。需要帮忙，打中心电话。"),
}


def alarm_page(_notice: Any) -> str:
    """Where the bell of an alarm leads."""
    return url_for("alarms.index")


KINDS = (
    Kind(
        "alarm",
        page=_l("有人可能正处在危险中，请马上打开“警报”并接手（第 %(count)s 次呼叫）。"),
        outside=_l("【一扇门】有紧急警报，请马上登录 %(site)s 处理，或打电话 %(phone)s。"),
        urgent=True,
        where=alarm_page,
    ),
    Kind("transferred", page=_l("您的事已有部门接手，是谁、电话多少，写在“我的事项”里。"), outside=OUTSIDE),
    Kind("declined", page=_l("您的申请不能受理，理由和其他途径已写在“我的事项”里。"), outside=OUTSIDE),
)

ACTS: Mapping[str, Any] = {
    "triage.decided": _l("定了分类"),
    "matter.assigned": _l("分派了调解员"),
    "alarm.acknowledged": _l("接手了警报"),
    "alarm.reported": _l("写了做了什么"),
}
"""Acts of the record, where a page that shows an older state says what has happened since."""
