"""What people read about papers: states, ways, notices."""

from collections.abc import Mapping
from typing import Any

from portal.documents.papers.rules import KINDS
from portal.kernel.i18n import lazy as _l
from portal.kernel.i18n import pick
from portal.matters.words import OUTSIDE
from portal.notices.kinds import Kind

STATES: Mapping[str, tuple[str, Any]] = {
    "draft": ("todo", _l("起草中")),
    "frozen": ("doing", _l("已定稿，等待签署")),
    "sealed": ("done", _l("已签署盖章")),
    "superseded": ("stopped", _l("已被新版本取代")),
    "voided": ("stopped", _l("已作废")),
}
"""State → shape (components/status.html) and word."""

WAYS: Mapping[str, Any] = {
    "screen": _l("在网上查看和下载"),
    "email": _l("发电子邮件通知，登录后下载"),
    "paper": _l("到调委会领取纸质件"),
    "post": _l("寄到您留的地址"),
}

DELIVERY_STATES: Mapping[str, tuple[str, Any]] = {
    "waiting": ("todo", _l("还没有送出")),
    "sent": ("waiting", _l("已通知，还没有打开")),
    "opened": ("done", _l("本人已打开")),
    "collected": ("done", _l("已领取")),
    "posted": ("done", _l("已寄出")),
}


READY, READY_CONFIRMABLE = "papers.ready", "papers.ready_confirmable"
NOTICES = (
    Kind(READY, page=_l("%(number)s已经办好，可以查看、下载或领取。"), outside=OUTSIDE),
    Kind(
        READY_CONFIRMABLE,
        page=_l("%(number)s已经办好，可以查看、下载或领取。申请司法确认的最后一日是 %(last_on)s。"),
        outside=OUTSIDE,
    ),
)


def kind_name(kind: str) -> str:
    """What a kind of paper is called, in the reader's language."""
    return pick(KINDS[kind].name_zh, KINDS[kind].name_en)


ACTS: Mapping[str, Any] = {
    "copy.way_chosen": _l("选了怎样拿文书"),
    "copy.collected": _l("登记了领取"),
    "copy.posted": _l("登记了寄出"),
    "copy.opened": _l("打开了文书"),
}
"""Acts of the record, where a page that shows an older state says what has happened since."""
