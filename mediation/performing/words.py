"""What people read when an agreement was kept, and when it was not."""

from flask import url_for

from mediation.cases.words import to_case
from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Next, Sentence
from portal.matters.words import OUTSIDE
from portal.notices.kinds import Kind
from portal.notices.models import Notice

SENTENCES = {
    "matter.resolved": Sentence(_l("约定的事都做到了，事情办结。")),
    "matter.resolved_waived": Sentence(_l("约定的事有了结果：有的做到了，有的对方不再要求。事情办结。")),
    "matter.resolved_nothing": Sentence(_l("协议里没有以后还要做的事，事情办结。")),
    "next.over": _l("事情已经办结。您那一份文书请留好；有新的情况，请打电话。"),
    "performance.followed_up": Sentence(_l("调解员回访了约定的事做得怎么样。")),
    "next.after_follow_up": Next(
        _l(
            "调解员问过了。做到了请点“我已经做到了”，收到的一方请确认；到%(due)s还没有做到，调解员会告诉各方还可以怎么办。"
        ),
        _l("再看一次做到没有；没有做到，可以记下没有按约履行"),
        within=5,
    ),
    "mediation.breached": Sentence(_l("约定的事没有按期做到，调解员回访以后记下了。"), kind="stopped"),
    "next.after_breach": _l("可以怎么办，写在“约定的事没有做到”里。现在做到，仍然算数。"),
}


def to_breach(_notice: Notice) -> str:
    """The bell leads to what can be done now."""
    return url_for("performing.mine")


KINDS = (
    Kind("duty.disputed_file", page=_l("%(code)s 有一方说约定的事没有做到，请向两边问清楚。"), where=to_case),
    Kind("duty.overdue_file", page=_l("%(code)s 约定的一件事过了最后一天，还没有确认做到，请问清楚。"), where=to_case),
    Kind("duty.spoken_file", page=_l("%(code)s 没有按约履行的事，有一方又说了情况，请看一看。"), where=to_case),
    Kind("mediation.breached_file", page=_l("%(code)s 没有按约履行，调解员回访后已经记下。"), where=to_case),
    Kind("mediation.performed", page=_l("%(code)s 约定的事都做到了，已办结。"), where=to_case),
    Kind(
        "mediation.breached_owed",
        page=_l("答应您的事没有按期做到。您现在可以怎么办，请打开看一看。"),
        outside=OUTSIDE,
        where=to_breach,
    ),
    Kind(
        "mediation.breached_owing",
        page=_l("您答应的事没有按期做到，已经记下。现在做到，仍然算数；对方可以申请司法确认或者起诉。"),
        outside=OUTSIDE,
        where=to_breach,
    ),
    Kind(
        "mediation.breached",
        page=_l("约定的事没有都按期做到，调解员回访以后记下了。"),
        outside=OUTSIDE,
        where=to_breach,
    ),
)
