"""What is told when talks are put off, when a mediation stands still, and when it goes on."""

from typing import Any

from mediation.cases.words import to_case
from mediation.consents.words import to_status
from mediation.pauses.rules import GROUNDS
from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Next, Sentence
from portal.matters.words import OUTSIDE
from portal.notices.kinds import Kind

SENTENCES: dict[str, Any] = {
    "mediation.adjourned": Sentence(_l("今天先谈到这里，最晚%(day)s继续。"), kind="waiting"),
    "mediation.resumed": Sentence(_l("调解恢复了。")),
    "next.adjourned": Next(_l("请按说好的做准备。调解员在%(due)s以前和各方继续谈。"), whole_day=True),
    "next.suspended": Next(_l("调解先停下来。最晚到%(due)s，调解员看能不能恢复，并告诉各方。"), whole_day=True),
    **{
        f"mediation.suspended.{key}": Sentence(_l("调解中止：%(why)s。", why=ground.told), kind="stopped")
        for key, ground in GROUNDS.items()
    },
}

KINDS = (
    Kind(
        "mediation.adjourned",
        page=_l("今天先谈到这里，最晚%(until_on)s继续。到那时要做什么，写在“我的事项”里。"),
        outside=OUTSIDE,
        where=to_status,
    ),
    Kind(
        "mediation.suspended",
        page=_l("调解先停下来，最晚%(until_on)s再看能不能恢复。为什么、要做什么，写在“我的事项”里。"),
        outside=OUTSIDE,
        where=to_status,
    ),
    Kind(
        "mediation.resumed", page=_l("调解恢复了。接下来怎么办，写在“我的事项”里。"), outside=OUTSIDE, where=to_status
    ),
    Kind("mediation.pause_over", page=_l("%(code)s 说好最晚今天继续（或者再看能不能恢复）。"), where=to_case),
)
