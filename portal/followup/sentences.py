"""What people read after the agreement."""

from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Next, Sentence
from portal.matters.words import OUTSIDE
from portal.notices.kinds import Kind

SENTENCES = {
    "duties.opened": Sentence(_l("协议里约定的 %(count)s 件事已列出，最早一件的最后一天是 %(first)s。")),
    "duties.opened_undated": Sentence(_l("协议里约定的 %(count)s 件事已列出，没有写最后一天。")),
    "duties.kept": Sentence(_l("约定的 %(count)s 件事当场就做到了。")),
    "duty.overdue": Sentence(_l("约定的一件事过了最后一天，还没有确认做到。"), kind="stopped"),
    "duty.report": Sentence(_l("一方说约定的一件事已经做到，等待另一方确认。"), kind="waiting"),
    "duty.confirm": Sentence(_l("约定的一件事已确认做到。")),
    "duty.dispute": Sentence(_l("一方说约定的一件事没有做到。"), kind="stopped"),
    "duty.waive": Sentence(_l("约定的一件事，对方不再要求履行。")),
    "confirmation.one_side": Sentence(_l("一方说双方已申请司法确认，等另一方也说一声。"), kind="waiting"),
    "confirmation.applied": Sentence(_l("双方已申请司法确认。")),
}

NEXT = {
    "next.duties": Next(
        _l("请按协议履行。做到了请点“我已经做到了”，收到的一方请确认。"),
        _l("各方按协议履行，下一件到期前留意"),
        whole_day=True,
    ),
    "next.duties_undated": Next(
        _l("请按协议履行。做到了请点“我已经做到了”，收到的一方请确认。没有约定日期的，调解员在%(due)s以前问一问。"),
        _l("协议没有写日期，问一问做得怎么样"),
        within=20,
    ),
    "next.duty_reported": Next(
        _l("一方说已经做到：请收到的一方在%(due)s以前看一看，确认，或者说不对。"), _l("等另一方确认"), within=5
    ),
    "next.duty_disputed": Next(
        _l("一方说没有做到：调解员在%(due)s以前向两边问清楚。已经做到的，请再点“我已经做到了”。"),
        _l("有一方说没有做到，向两边问清楚并记录回访"),
        within=3,
    ),
    "next.duty_overdue": Next(
        _l("约定的事过了最后一天：调解员在%(due)s以前问清楚。做到了请点“我已经做到了”，收到的一方请确认。"),
        _l("约定的事已经过期，问清楚并记录回访"),
        within=3,
    ),
}

KINDS = (
    Kind("duty.report", page=_l("对方说约定的一件事已经做到，请您确认。"), outside=OUTSIDE),
    Kind("duty.confirm", page=_l("对方确认约定的一件事已经做到。"), outside=OUTSIDE),
    Kind("duty.dispute", page=_l("对方说约定的一件事没有做到，请看说明。调解员也知道了，会来问您。"), outside=OUTSIDE),
    Kind("duty.waive", page=_l("对方不再要求履行约定的一件事。"), outside=OUTSIDE),
    Kind("duty.overdue", page=_l("约定的一件事已经过了最后一天，请看“约定的事”。"), outside=OUTSIDE),
    Kind(
        "confirmation.reminder",
        page=_l("提醒：申请司法确认的最后一天是 %(last_on)s，要双方一起申请。"),
        outside=OUTSIDE,
    ),
    Kind(
        "confirmation.asked",
        page=_l("另一方说双方已经一起申请了司法确认。是这样的话，请您也说一声；没有的话，请抓紧一起去办。"),
        outside=OUTSIDE,
    ),
    Kind("rating.invited", page=_l("事情办完了，请您评价我们办得怎么样。"), outside=OUTSIDE),
)
