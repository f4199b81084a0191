"""Taking a lost second factor away."""

import uuid

from sqlalchemy import delete

from portal.accounts.attempts import services as attempts
from portal.accounts.factors.services import key_of
from portal.accounts.models import Account, RecoveryCode
from portal.accounts.resets import queries
from portal.accounts.resets.policy import RESET
from portal.accounts.resets.rules import REASONS
from portal.accounts.sessions.services import end_all
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require
from portal.notices.services import notify

NOTICE = "accounts.factor_reset"


def reset(db: Db, actor: Actor, account_id: uuid.UUID, reason: str) -> Account:
    """The administrator has seen the person: app and paper codes end, and so does every sign-in.

    The password is not touched, so nobody gets in by this; at the next sign-in a new app must be set up first, also
    where the house asks nobody for a second factor.
    """
    account = queries.get(db, actor, account_id)
    require(db, actor, RESET, account)
    if reason not in REASONS:
        raise ValueError(reason)
    if account.totp_confirmed_at is None:
        raise Conflict(_("这个账户没有设置动态码，不用停用。"))
    account.totp_secret = account.totp_confirmed_at = account.totp_last_step = None
    account.totp_reset_at = clock.now()
    db.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    end_all(db, account.id)
    attempts.cleared(db, key_of(account.id))
    db.flush()
    audit.record(db, actor, "second_factor.reset", account, ["totp_secret", f"reason:{reason}"])
    notify(db, NOTICE, account_id=account.id, reset_at=account.totp_reset_at)
    return account
