"""Sending a code that was asked for: the message is ordered here, the digits are minted while it is made."""

import uuid

from sqlalchemy import delete, func, or_

from portal.accounts.models import CasePin, OneTimeCode, PersonalLink
from portal.accounts.passes.codes import fill_code
from portal.accounts.passes.rules import ENDED_KEPT, KEPT
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.outbox import Job
from portal.notices.kinds import Kind
from portal.notices.models import Notice
from portal.notices.services import notify

CODE = Kind(
    "accounts.code",
    page=_l("您要了一个验证码。"),
    outside=_l("验证码：%(code)s，10 分钟内有效。请不要告诉任何人，工作人员也不会向您要这个码。"),
    asked=True,
)


def send_code(job: Job) -> None:
    """Tell whoever the code is for; a request that fits nobody ends here."""
    person, account = (uuid.UUID(job.payload[who]) if job.payload[who] else None for who in ("person", "account"))
    with job.database.writing() as db:
        code = db.get(OneTimeCode, job.uuid("code"))
        if code is None or code.expires_at <= clock.now():
            return
        phone = None if person or account else code.phone
        if person or account or phone:
            notify(
                db, CODE.key, person_id=person, account_id=account, phone=phone, ref=code.id,
                locale=job.payload["locale"],
            )  # fmt: skip


def code_slot(db: Db, notice: Notice) -> str:
    """The digits for a message that is being made; words instead when the code has ended meanwhile."""
    return fill_code(db, uuid.UUID(notice.params["ref"])) or _("（已过期，请重新获取）")


def forget_old(job: Job) -> None:
    """Hourly: codes that are used or over, PINs and links that ended long ago."""
    now = clock.now()
    pin_over = func.coalesce(CasePin.ended_at, CasePin.expires_at) < now - ENDED_KEPT
    link_over = or_(PersonalLink.expires_at < now - ENDED_KEPT, PersonalLink.ended_at < now - ENDED_KEPT)
    with job.database.writing() as db:
        db.execute(delete(OneTimeCode).where(OneTimeCode.expires_at < now - KEPT))
        db.execute(delete(CasePin).where(pin_over))
        db.execute(delete(PersonalLink).where(link_over))
