"""One-time codes: asked for here, minted only while the message is made, good once and for ten minutes."""

import hmac
import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update

from portal.accounts.models import OneTimeCode
from portal.accounts.passes.rules import AGAIN_AFTER, ASKS, ASKS_WITHIN, CODE_LIFE, CODE_TRIES, bare_digits
from portal.kernel import clock, crypto, i18n, outbox
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Conflict


def start_code(
    db: Db,
    purpose: str,
    subject_id: uuid.UUID,
    person_id: uuid.UUID | None = None,
    account_id: uuid.UUID | None = None,
    phone: str | None = None,
) -> None:
    """Ask for a code to be sent; the former one for the same purpose and subject ends.

    ``purpose`` has at most 16 characters. A person gets it as they wish to be reached, a bare ``phone`` by message.
    With nobody named everything happens except the message, so that a stranger who asks learns nothing. Asking again
    within a minute sends nothing new; more than five times an hour raises Conflict with a sentence.
    """
    now = clock.now()
    same = (OneTimeCode.purpose == purpose, OneTimeCode.subject == subject_id)
    if db.scalar(select(OneTimeCode.id).where(*same, *_on_its_way(now)).limit(1)):
        return
    asked = select(func.count()).select_from(OneTimeCode).where(*same, OneTimeCode.created_at > now - ASKS_WITHIN)
    if (db.scalar(asked) or 0) >= ASKS:
        raise Conflict(_("验证码要得太频繁了，请过一小时再试，或者打电话给中心。"))
    db.execute(update(OneTimeCode).where(*same, OneTimeCode.expires_at > now).values(expires_at=now))
    row = OneTimeCode(purpose=purpose, subject=subject_id, created_at=now, expires_at=now + CODE_LIFE)
    row.phone = phone
    db.add(row)
    db.flush()
    locale = i18n.current.get()
    outbox.enqueue(db, "accounts.send_code", code=row.id, person=person_id, account=account_id, locale=locale)


def _on_its_way(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Asked for a moment ago and still of use."""
    usable = (OneTimeCode.used_at.is_(None), OneTimeCode.expires_at > now, OneTimeCode.failures < CODE_TRIES)
    return (*usable, OneTimeCode.created_at > now - AGAIN_AFTER)


def fill_code(db: Db, code_id: uuid.UUID) -> str | None:
    """Mint the digits while the message is made; a second sending voids the first. None when the code has ended."""
    row = db.get(OneTimeCode, code_id, with_for_update=True)
    now = clock.now()
    if row is None or row.used_at is not None or row.expires_at <= now:
        return None
    digits = crypto.new_pin()
    row.mac, row.expires_at = _mac(row.id, digits), now + CODE_LIFE
    db.flush()
    return digits


def check_code(db: Db, purpose: str, subject_id: uuid.UUID, typed: str) -> bool:
    """Whether this is the code that was sent; right only once. After False the view must ``keep_writes()``."""
    same = (OneTimeCode.purpose == purpose, OneTimeCode.subject == subject_id, OneTimeCode.used_at.is_(None))
    found = select(OneTimeCode).where(*same, OneTimeCode.expires_at > clock.now())
    newest = found.order_by(OneTimeCode.created_at.desc(), OneTimeCode.id.desc()).limit(1).with_for_update()
    row = db.scalar(newest.execution_options(populate_existing=True))
    if row is None or row.failures >= CODE_TRIES:
        return False
    if row.mac is None or not hmac.compare_digest(row.mac, _mac(row.id, bare_digits(typed))):
        row.failures += 1
        db.flush()
        return False
    row.used_at, row.phone = clock.now(), None
    db.flush()
    return True


def _mac(code_id: uuid.UUID, digits: str) -> bytes:
    return crypto.keyring().mac("codes", "code", code_id.bytes, digits)
