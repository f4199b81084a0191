"""Whether a code can reach a person at all: what cannot be sent is not called sent, and other ways are named."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from mediation.agreements.models import Signer
from portal.accounts.passes.jobs import CODE
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.policy import Conflict
from portal.matters.words import CHANNELS
from portal.notices.models import Delivery, Notice
from portal.notices.receivers import masked
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


CARRIED = {"sms": "短信", "email": "电子邮件"}
CHANGED = "（此后登记的号码或邮箱有更改）"


def codes_went_to(db: Db, signers: Iterable[Signer]) -> Mapping[uuid.UUID, str]:
    """To which number or mailbox the code of each signature was really sent, for the sealed annex: as the sending wrote
    it down, in full where that is still the one on file, else as it was masked then."""
    found = ((one, _last_sending(db, one)) for one in signers if one.code_at is not None and one.code_by is None)
    return {one.person_id: _in_words(db, one, sent) for one, sent in found if one.person_id is not None and sent}


def _last_sending(db: Db, signer: Signer) -> Delivery | None:
    rows = select(Delivery).join(Notice, Notice.id == Delivery.notice_id)
    rows = rows.where(Notice.person_id == signer.person_id, Notice.key == CODE.key)
    rows = rows.where(Delivery.channel.in_(CARRIED), Delivery.created_at <= signer.code_at)
    return db.scalar(rows.order_by(Delivery.created_at.desc(), Delivery.id.desc()).limit(1))


def _in_words(db: Db, signer: Signer, sent: Delivery) -> str:
    person = db.get_one(Person, signer.person_id)
    now: str = (person.email if sent.channel == "email" else person.phone) or ""
    same = bool(now) and masked(sent.channel, now) == sent.masked_to
    return f"{CARRIED[sent.channel]} {now if same else sent.masked_to + CHANGED}"
