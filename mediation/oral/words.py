"""What is told of an oral agreement: to its parties, to whoever seals it, to whoever mediated it."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from mediation.cases.words import to_case
from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Next, Sentence
from portal.matters.words import OUTSIDE
from portal.notices.kinds import Kind
from portal.notices.models import Notice

SENTENCES: dict[str, Any] = {
    "oral.recorded": Sentence(_l("各方当场谈成，口头达成协议；调解员%(mediator)s登记在册：%(number)s。")),
    "oral.contested": Sentence(_l("一方说登记的和当时说好的不一样。"), kind="stopped"),
    "next.oral": _l("请按说好的做。"),
    "next.oral_contested": Next(
        _l("有一方说登记得不对：调解员在%(due)s以前向各方问清楚。"),
        _l("有一方说口头协议登记得不对，向各方问清楚并记录"),
        within=3,
    ),
}


def to_register(_notice: Notice) -> str:
    """The bell leads to what waits for the seal."""
    return url_for("oral.index")


def to_own(_notice: Notice) -> str:
    """A party's bell leads to their matter."""
    return url_for("matters.status")


KINDS = (
    Kind(
        "oral.recorded",
        page=_l("调解员登记了您和对方当场说好的事：%(number)s。登记得不对，请在 %(until)s 以前在页面上说。"),
        outside=OUTSIDE,
        where=to_own,
    ),
    Kind("oral.to_seal", page=_l("%(code)s 当场达成了口头协议，登记表等本会盖章。"), where=to_register),
    Kind(
        "oral.contested",
        page=_l("%(code)s 有一方说登记的口头协议和当时说的不一样，请向各方问清楚。"),
        where=to_case,
    ),
    Kind("oral.print_failed", page=_l("%(code)s 的口头协议登记表没有打印成，请看案卷里的说明。"), where=to_case),
)
ACTS: Mapping[str, Any] = {
    "oral.begun": _l("开始登记"),
    "oral.sealed": _l("在口头协议登记表上盖了章"),
}
"""Acts of the record, where a page that shows an older state says what has happened since."""
