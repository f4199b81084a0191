"""What a counsellor's bell says, and what a client's reminder says: a time, and not what it is about."""

from datetime import datetime

from flask import url_for

from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.i18n import show_instant
from portal.notices.kinds import Kind
from portal.notices.models import Notice


def to_docket(_notice: Notice) -> str:
    """The bell leads to the docket."""
    return url_for("visit_desk.docket")


BOOKED = Kind("visits.booked", page=_l("有一个新的来访预约。"), where=to_docket)
CANCELLED = Kind("visits.cancelled", page=_l("有一个来访预约取消了。"), where=to_docket)
KINDS = (BOOKED, CANCELLED)


def subject() -> str:
    """As of every message of the house."""
    return _("您有一条消息")


def reminder(start: datetime, zone: str, phone: str, own: str) -> str:
    """Their own words if they gave some; else the time and a number to call."""
    if own:
        return own
    return _("您约的时间是 %(at)s。来不了请打电话 %(phone)s 改时间。", at=show_instant(start, zone), phone=phone)
