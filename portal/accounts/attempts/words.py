"""What a person is told when a door is shut: until when, and whom to call."""

from datetime import datetime

from portal.accounts.attempts.rules import left
from portal.directory.organisations.queries import centre_for
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import show_instant
from portal.kernel.settings import Settings


def shut(db: Db, until: datetime) -> str:
    """One plain sentence with the time and the centre's phone."""
    settings: Settings = db.info["settings"]
    at = show_instant(until, settings.zone, day=False)
    centre = centre_for(db)
    if centre is None:
        return _("连续输错了几次。为了您的安全，请在 %(at)s 以后再试。", at=at)
    return _(
        "连续输错了几次。为了您的安全，请在 %(at)s 以后再试。着急的话，请打中心电话 %(phone)s。",
        at=at,
        phone=centre.phone,
    )


def tries_left(count: int) -> str:
    """How often one may still try before the door shuts."""
    return _("还可以再试 %(n)s 次。", n=left(count))
