"""Whether a code can reach a person at all: what cannot be sent is not called sent, and other ways are named."""

from typing import Any

from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.policy import Conflict
from portal.matters.words import CHANNELS
from portal.notices.services import goes_out
from portal.people.persons.models import Person

CARRIES = ("sms", "email")
"""Channels that bring ten-minute digits to somebody's own hands."""

SHARED = _l("您的手机和别人共用，为了您的安全，我们不往这个号码发验证码。")
NOWHERE = _l("您没有登记能收验证码的手机号或者电子邮箱。")


def why_not(db: Db, person: Person) -> Any | None:
    """Why a code cannot be sent to this person; None if it can. No sealed number is opened."""
    channel = person.contact_channel
    if channel in CARRIES and not (person.phone_sealed if channel == "sms" else person.email_sealed):
        return NOWHERE
    if channel == "sms" and person.phone_shared:
        return SHARED
    if channel not in CARRIES or not goes_out(db, channel):
        return _("您登记的联系方式是“%(channel)s”，收不到验证码。", channel=CHANNELS[channel])
    return None


def refuse_unreachable(db: Db, person: Person) -> None:
    """Before a code is asked for."""
    sentence = why_not(db, person)
    if sentence is not None:
        raise Conflict(str(sentence))
