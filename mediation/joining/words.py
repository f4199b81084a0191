"""What is told when somebody more belongs to a dispute."""

from typing import Any

from mediation.cases.words import to_case
from mediation.consents.words import to_status
from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Next, Sentence
from portal.matters.words import OUTSIDE
from portal.notices.kinds import Kind

SENTENCES: dict[str, Any] = {
    "mediation.joined": Sentence(_l("又加了一方当事人：%(name)s。"), kind="waiting"),
    "next.joiner": Next(
        _l("调解员在%(due)s以前联系新加的一方。对方同意以后，调解接着进行；约好的时间到时重新约。"), whole_day=True
    ),
}

KINDS = (
    Kind(
        "mediation.joined",
        page=_l("又加了一方当事人，要等对方也同意，调解才接着进行。您已经答复的不用再答复。"),
        outside=OUTSIDE,
        where=to_status,
    ),
    Kind(
        "mediation.joined_anew",
        page=_l("%(code)s 加了一方当事人。请再看一看有没有利害关系，然后发出邀请。"),
        where=to_case,
    ),
)
