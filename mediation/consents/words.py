"""What is told while the parties are being asked."""

from typing import Any

from flask import url_for

from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Next, Sentence
from portal.matters.words import OUTSIDE
from portal.notices.kinds import Kind
from portal.notices.models import Notice

ANSWERS = {
    "pending": ("waiting", _l("还没有答复")),
    "yes": ("done", _l("愿意调解")),
    "later": ("waiting", _l("需要时间")),
    "no": ("stopped", _l("不参加")),
}
"""Answer → shape (components/status.html) and word."""

CHANNELS = {
    "web": _l("本人在网上答复"),
    "phone": _l("电话答复"),
    "counter": _l("当面答复"),
    "letter": _l("书面答复"),
}


def to_reply(_notice: Notice) -> str:
    """The bell leads to the question."""
    return url_for("consents.reply")


def to_status(_notice: Notice) -> str:
    """The bell leads to how it stands."""
    return url_for("matters.status")


SENTENCES: dict[str, Any] = {
    "mediation.accepted": Sentence(_l("各方都同意调解，调委会已于%(day)s受理。")),
    "mediation.asked_anew": Sentence(_l("请其余各方重新决定要不要继续调解。"), kind="waiting"),
    "next.arrange": Next(_l("调解员和各方约时间，在法定期限（%(due)s）以内调解完毕。"), legal=True),
    "next.decide_anew": Next(
        _l("请其余每一方在%(due)s以前重新决定；都同意以后，调解继续。"), _l("等其余各方重新决定"), within=5
    ),
}

KINDS = (
    Kind(
        "mediation.asked",
        page=_l("调解员已经接手。请看一看您的权利，选择公开还是不公开调解。"),
        outside=OUTSIDE,
        where=to_reply,
    ),
    Kind(
        "mediation.asked_anew",
        page=_l("有一方不参加调解。请您重新决定，要不要和其余各方继续。"),
        outside=OUTSIDE,
        where=to_reply,
    ),
    Kind(
        "mediation.accepted",
        page=_l("各方都同意调解，调委会已经受理。接下来约时间。"),
        outside=OUTSIDE,
        where=to_status,
    ),
    Kind("mediation.reminder", page=_l("您说过今天答复是否愿意调解，请打开看看。"), outside=OUTSIDE, where=to_reply),
    Kind(
        "mediation.recorded",
        page=_l("调解员替您记下了答复。如果记得不对，请马上打电话更正。"),
        outside=OUTSIDE,
        where=to_reply,
    ),
)
