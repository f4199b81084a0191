"""The words of a notice: after signing in, and outside, where anybody may read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.kernel import i18n
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.notices import kinds, slots
from portal.notices.kinds import Kind
from portal.notices.models import Notice
from portal.notices.receivers import Receiver
from portal.notices.rules import PHONES

CALL_BACK = _l("您好，方便时请回个电话：%(phone)s。")
"""To a phone that others look at, and to whoever has asked us to be careful: what they wrote is for the person who
calls them, not for the screen."""


@dataclass(frozen=True)
class Words:
    """What goes out, and what is kept of it."""

    full: str
    kept: str


class NotOnSharedPhone(Exception):
    """What was asked for is a secret, and the phone is not the receiver's alone."""


def page(notice: Notice, zone: str) -> str:
    """The full sentence, in the reader's language."""
    kind = kinds.find(notice.key)
    return str(kind.page) % shown(notice.params, zone) if kind else _("您有一条消息。")


def outside(db: Db, notice: Notice, kind: Kind, receiver: Receiver) -> Words:
    """The words for outside in the receiver's language; secrets are minted here, so make them only to send them."""
    shared = receiver.shared and receiver.channel in PHONES
    if kind.asked and shared:
        raise NotOnSharedPhone
    token = i18n.current.set(receiver.locale if receiver.locale in i18n.LOCALES else i18n.SOURCE)
    try:
        text = str(CALL_BACK if shared or (receiver.careful and not kind.asked) else kind.outside)
        params = shown(notice.params, db.info["settings"].zone)
        return Words(*slots.fill_in(db, notice, text, params))
    finally:
        i18n.current.reset(token)


def shown(params: Mapping[str, Any], zone: str) -> dict[str, Any]:
    """Parameters as people read them: instants and days in words."""
    return {name: _show(name, value, zone) for name, value in params.items()}


def _show(name: str, value: Any, zone: str) -> Any:
    if isinstance(value, str) and name.endswith("_at"):
        return i18n.show_instant(datetime.fromisoformat(value), zone)
    if isinstance(value, str) and name.endswith("_on"):
        return i18n.show_day(date.fromisoformat(value))
    return value
