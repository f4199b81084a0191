"""Setting up the second factor, giving it, and its paper codes."""

import json
import uuid

from sqlalchemy import delete, select, update

from portal.accounts.attempts import services as attempts
from portal.accounts.factors import rules
from portal.accounts.models import Account, RecoveryCode
from portal.accounts.passes.rules import bare_digits
from portal.accounts.sessions.queries import handover, session_of
from portal.accounts.sessions.services import open_account_session
from portal.accounts.staff.services import Entry
from portal.kernel import audit, clock, crypto
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict


def begin(db: Db, actor: Actor, account: Account) -> None:
    """Make a secret for the app; it counts only after ``confirm``."""
    _not_yet(account)
    account.totp_secret, account.totp_last_step = rules.new_secret(), None
    db.flush()
    audit.record(db, actor, "second_factor.begun", account, ["totp_secret"])


def confirm(db: Db, actor: Actor, account: Account, typed: str, device: str) -> Entry:
    """The first right code from the app: from now on it is asked for. The new sign-in shows the paper codes once."""
    _not_yet(account)
    entry = _try(db, account.id, typed, paper=False)
    if entry is not None:
        return entry
    account.totp_confirmed_at, account.totp_reset_at = clock.now(), None
    db.flush()
    audit.record(db, actor, "second_factor.confirmed", account, ["totp_confirmed_at"])
    text = _paper_text(_new_paper(db, account))
    return Entry(open_account_session(db, account, device, strong=True, handover=text))


def check(db: Db, account: Account, typed: str, device: str) -> Entry:
    """A code from the app, or one from paper; each works once."""
    if account.totp_confirmed_at is None:
        raise Conflict(_("这个账户还没有设置动态码。"))
    entry = _try(db, account.id, typed, paper=True)
    if entry is not None:
        return entry
    return Entry(open_account_session(db, account, device, strong=True))


def renew_paper(db: Db, actor: Actor, account: Account, typed: str) -> Entry | None:
    """Ten new paper codes for whoever gives a code from the app; the former ten end. None when done."""
    entry = _try(db, account.id, typed, paper=False)
    session = session_of(db, actor)
    if entry is None and session is not None:
        session.handover = _paper_text(_new_paper(db, account))
        audit.record(db, actor, "second_factor.paper_renewed", account)
    return entry


def remove(db: Db, actor: Actor, account: Account, typed: str) -> Entry | None:
    """Give up this app (a new phone) with one of its codes or one from paper. None when done."""
    entry = _try(db, account.id, typed, paper=True)
    if entry is None:
        account.totp_secret = account.totp_confirmed_at = account.totp_last_step = None
        db.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
        audit.record(db, actor, "second_factor.removed", account, ["totp_secret"])
    return entry


def paper_codes(db: Db, actor: Actor) -> list[str] | None:
    """The paper codes that this sign-in may still show."""
    text = handover(db, actor)
    codes: list[str] | None = json.loads(text).get("paper") if text else None
    return codes


def key_of(account_id: uuid.UUID) -> str:
    """Under which wrong codes for this account are counted."""
    return f"second:{account_id}"


def _not_yet(account: Account) -> None:
    """Whoever knows only the password must not replace the app of an account that has one."""
    if account.totp_confirmed_at is not None:
        raise Conflict(_("动态码已经设置过了。要换手机，请先停用原来的。"))


def _try(db: Db, account_id: uuid.UUID, typed: str, *, paper: bool) -> Entry | None:
    """None when the code is right; the account's row is held, so that one code cannot serve two at once."""
    key = key_of(account_id)
    until = attempts.locked(db, key)
    if until:
        return Entry(None, until)
    db.execute(select(Account.id).where(Account.id == account_id).with_for_update())
    account = db.get_one(Account, account_id, populate_existing=True)
    if _app_code(account, typed) or (paper and _paper_code(db, account, typed)):
        db.flush()
        attempts.cleared(db, key)
        return None
    until = attempts.failed(db, key)
    return Entry(None, until, attempts.failures(db, key))


def _app_code(account: Account, typed: str) -> bool:
    secret = account.totp_secret
    if secret is None:
        return False
    step = rules.matching_step(secret, bare_digits(typed), clock.now(), account.totp_last_step)
    if step is None:
        return False
    account.totp_last_step = step
    return True


def _paper_code(db: Db, account: Account, typed: str) -> bool:
    mac = _paper_mac(account.id, rules.bare_recovery_code(typed))
    spent = update(RecoveryCode).where(RecoveryCode.account_id == account.id, RecoveryCode.mac == mac)
    spent = spent.where(RecoveryCode.used_at.is_(None)).values(used_at=clock.now())
    return db.scalar(spent.returning(RecoveryCode.id)) is not None


def _new_paper(db: Db, account: Account) -> list[str]:
    codes = rules.new_recovery_codes()
    db.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    for code in codes:
        db.add(RecoveryCode(account_id=account.id, mac=_paper_mac(account.id, rules.bare_recovery_code(code))))
    db.flush()
    return codes


def _paper_text(codes: list[str]) -> str:
    return json.dumps({"paper": codes})


def _paper_mac(account_id: uuid.UUID, code: str) -> bytes:
    return crypto.keyring().mac("codes", "paper", account_id.bytes, code)
