"""What people read when meetings are booked and called off."""

from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Sentence
from portal.matters.words import OUTSIDE
from portal.notices.kinds import Kind

SENTENCES = {
    "meeting.booked": Sentence(_l("已约好到场调解：%(start)s，%(place)s。")),
    "meeting.cancelled": Sentence(_l("原定 %(start)s 的到场调解取消了。"), kind="stopped"),
    "next.meeting": _l("请按约定的时间到场调解。来不了，请提前打电话。"),
}

KINDS = (
    Kind("meeting.booked", page=_l("已约好到场调解：%(start_at)s。"), outside=OUTSIDE),
    Kind(
        "meeting.waived_for",
        page=_l("调解员登记了：您同意不等三天，早点开会。不是这样的话，请马上打电话告诉我们。"),
        outside=OUTSIDE,
    ),
    Kind("meeting.cancelled", page=_l("原定 %(start_at)s 的到场调解取消了。"), outside=OUTSIDE),
)
