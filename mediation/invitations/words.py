"""The words of an invitation: whoever reads them on the way learns nothing of the matter."""

from typing import Any

from mediation.consents.words import to_reply
from mediation.invitations.services import KEY
from portal.kernel.i18n import lazy as _l
from portal.matters.sentences import Sentence
from portal.notices.kinds import Kind

SENTENCES: dict[str, Any] = {
    "mediation.invited": Sentence(_l("调解员已向另一方发出邀请，等待答复。"), kind="waiting"),
    "mediation.astray": Sentence(_l("邀请送错了人，链接和密码已经作废，请核对联系方式。"), kind="danger"),
}

KINDS = (
    Kind(
        KEY,
        page=_l("有一件事请您看一看，再决定要不要答复。"),
        outside=_l(
            "您好，这里是%(centre)s。有一件事请您本人看一看、答复一下，不收任何费用。"
            "打开 %(reply_link)s（7 天内有效），或者在浏览器输入 %(reply_door)s，"
            "填案件编码 %(case_code)s 和密码 %(letter_pin)s。"
            "不放心可以打电话 %(call)s 核实，号码登在 %(register)s。如果您不是本人，请打开后点“不是我”。"
        ),
        where=to_reply,
    ),
)
