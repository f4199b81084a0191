"""The words of this floor: channels, states, reasons, what staff did, and what the desk is told."""

from flask import url_for

from portal.kernel.i18n import lazy as _l
from portal.notices.kinds import Kind
from portal.notices.models import Notice
from portal.notices.services import UNDELIVERED

CHANNEL_NAMES = {
    "sms": _l("短信"),
    "email": _l("电子邮件"),
    "letter": _l("信件"),
    "call": _l("电话"),
    "visit": _l("上门"),
    "none": _l("没有可以放心使用的联系方式"),
}

WHAT_TO_DO = {
    "sms": _l("短信通道还没有开通，请打电话告知。"),
    "call": _l("请打电话告知。"),
    "visit": _l("请上门或当面告知。"),
    "none": _l("不要主动联系。等对方来电或来访时当面告知。"),
    "letter": _l("请打印信件并寄出。"),
    "email": _l("请查看原因后重发，或改用其他办法。"),
}

REASONS = {
    "no_address": _l("没有登记可用的号码或地址"),
    "no_server": _l("没有设置邮件服务器"),
    "shared_phone": _l("手机与他人共用，不能发送验证码"),
    "refused": _l("对方的邮件服务器拒收"),
    "no_answer": _l("邮件服务器多次没有应答"),
    "broken": _l("消息没有做成，请告诉系统管理员"),
    "by_hand": _l("工作人员没有联系上"),
}

HOW_NAMES = {
    "called": _l("已打电话告知"),
    "posted": _l("已寄出"),
    "handed": _l("已当面交给本人"),
    "failed": _l("没有联系上，以后再试"),
    "unwanted": _l("对方不愿再收，或者号码、地址不是本人的"),
}

STATE_NAMES = {
    "waiting": _l("待办"),
    "sent": _l("已送出"),
    "failed": _l("未送达"),
    "collected": _l("已当面领取"),
    "unwanted": _l("不再通知"),
}

LISTS = {"call": _l("待电话通知"), "letter": _l("待寄信"), "failed": _l("未送达")}


def failed_list(_notice: Notice) -> str:
    """Where the desk's bell leads."""
    return url_for("deliveries.index", list="failed")


KINDS = (
    Kind(
        UNDELIVERED,
        page=_l("有一条通知没有送到，请打开“待通知”查看原因，换一种办法告知对方。"),
        where=failed_list,
    ),
)
