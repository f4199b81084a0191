"""What the supervisor's bell says: that something waits, not about whom."""

from flask import url_for

from portal.kernel.i18n import lazy as _l
from portal.notices.kinds import Kind
from portal.notices.models import Notice


def to_risks(_notice: Notice) -> str:
    """The bell leads to the list."""
    return url_for("visit_watch.risks")


WATCH = Kind("visits.watch", page=_l("来访登记里有一条评估等您看。"), where=to_risks)
KINDS = (WATCH,)
