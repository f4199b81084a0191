"""What people read about consultations: topics, states, the matter's story, notices."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Next, Sentence
from portal.notices.kinds import Kind

TOPICS: Mapping[str, Any] = {
    "family": _l("家里的事：结婚离婚、孩子、老人、继承"),
    "work": _l("工作上的事：工钱、工伤、合同"),
    "debt": _l("借钱、买卖、合同"),
    "house": _l("房子、宅基地、物业"),
    "injury": _l("受伤、被打、名誉，要赔偿"),
    "land": _l("山林土地、征地拆迁"),
    "shopping": _l("买东西、网上交易、旅游"),
    "neighbour": _l("邻居之间"),
    "other": _l("别的，或者说不清"),
}
"""In the order in which they are offered."""

STATES: Mapping[str, tuple[str, Any]] = {
    "booked": ("waiting", _l("已约好")),
    "arrived": ("doing", _l("已经到了，等候接待")),
    "started": ("doing", _l("正在咨询")),
    "finished": ("done", _l("咨询结束")),
    "no_show": ("stopped", _l("没有来")),
    "postponed": ("waiting", _l("等本人另选时间")),
    "cancelled": ("stopped", _l("已取消")),
}
"""State → shape (components/status.html) and word."""

SENTENCES = {
    "consultation.booked": Sentence(_l("已约好咨询律师：%(start)s，%(lawyer)s律师。")),
    "consultation.moved": Sentence(_l("咨询改到了 %(start)s，%(lawyer)s律师。")),
    "consultation.arrived": Sentence(_l("您已经到了，律师很快接待。"), kind="doing"),
    "consultation.started": Sentence(_l("律师开始解答。"), kind="doing"),
    "consultation.finished": Sentence(_l("咨询结束，律师正在签出书面记录。")),
    "consultation.recorded": Sentence(_l("书面记录已经签好：%(number)s。")),
    "consultation.corrected": Sentence(_l("书面记录有了更正后的新一版：%(number)s 第 %(edition)s 版。")),
    "consultation.answered": Sentence(_l("律师对查过的问题已经再次答复。")),
    "consultation.no_show": Sentence(_l("约好的时间没有等到您。没关系，可以另约时间。"), kind="waiting"),
    "consultation.postponed": Sentence(_l("律师临时有事，原定 %(start)s 的咨询不能进行，请另选时间。"), kind="stopped"),
    "consultation.cancelled": Sentence(_l("原定 %(start)s 的咨询取消了。"), kind="stopped"),
    "next.consultation": Next(_l("请在 %(due)s 咨询律师。"), desk=_l("接待咨询")),
    "next.consultation_again": Next(
        _l("请在 %(due)s 以前另选一个时间，或者取消；到时没有选，这次咨询就结束。"), desk=_l("等本人另选时间")
    ),
    "next.consultation_record": Next(
        _l("律师在 %(due)s 以前写好书面记录，写好后您能看到。"), desk=_l("写咨询记录"), within=3
    ),
    "next.consultation_answer": Next(_l("有一个问题律师要查一查，在 %(due)s 以前再答复您。"), desk=_l("再答复")),
    "next.consultation_over": Next(_l("没有需要您做的事。以后还有问题，可以再约。"), desk=_l("已经结束")),
}

OUTSIDE = _l("您好，这里是%(centre)s。您约的时间：%(start_at)s。请用编码 %(case_code)s 登录查看，或打电话 %(phone)s。")
OFF = _l("您好，这里是%(centre)s。您约的 %(start_at)s 有变化，请用编码 %(case_code)s 登录查看，或打电话 %(phone)s。")
STAFF = _l("您的接待安排有变化，请登录查看。")


def docket(_notice: Any) -> str:
    """Where a lawyer's bell leads."""
    return url_for("consultations.docket")


KINDS = (
    Kind("consultation.booked", page=_l("已约好咨询律师：%(start_at)s。"), outside=OUTSIDE),
    Kind("consultation.moved", page=_l("咨询改到了 %(start_at)s。"), outside=OUTSIDE),
    Kind("consultation.reminder", page=_l("提醒您：%(start_at)s 咨询律师。来不了请提前改约或取消。"), outside=OUTSIDE),
    Kind("consultation.postponed", page=_l("律师临时有事，%(start_at)s 的咨询不能进行，请另选时间。"), outside=OFF),
    Kind("consultation.cancelled", page=_l("原定 %(start_at)s 的咨询取消了。"), outside=OFF),
    Kind("consultation.no_show", page=_l("%(start_at)s 没有等到您。没关系，可以另约时间。"), outside=OFF),
    Kind("consultation.lawyer_booked", page=_l("有人约了您 %(start_at)s 的咨询。"), outside=STAFF, where=docket),
    Kind("consultation.lawyer_moved", page=_l("有一个咨询改到了 %(start_at)s。"), outside=STAFF, where=docket),
    Kind("consultation.lawyer_dropped", page=_l("%(start_at)s 的咨询取消了。"), outside=STAFF, where=docket),
)
"""Outside stands the time alone: not what is asked, not that it is a lawyer."""
