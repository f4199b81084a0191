"""What people read when an agreement was kept."""

from mediation.cases.words import to_case
from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Sentence
from portal.notices.kinds import Kind

SENTENCES = {
    "matter.resolved": Sentence(_l("约定的事都做到了，事情办结。")),
    "next.over": _l("事情已经办结。协议书请留好；有新的情况，请打电话。"),
}

KINDS = (Kind("mediation.performed", page=_l("%(code)s 约定的事都做到了，已办结。"), where=to_case),)
