"""Signing staff in, and opening an account for somebody new."""

from datetime import datetime
from typing import NamedTuple

from portal.accounts.attempts import services as attempts
from portal.accounts.models import Account
from portal.accounts.passwords import hashing
from portal.accounts.passwords.checking import check
from portal.accounts.sessions.services import open_account_session
from portal.accounts.staff.queries import by_login
from portal.accounts.staff.rules import LOGIN, bare_login
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import ANONYMOUS, Actor, Conflict


class Entry(NamedTuple):
    """A token when the person may come in; else until when the door is shut, and after how many wrong answers."""

    token: str | None
    locked_until: datetime | None = None
    failures: int = 0


def sign_in(db: Db, login: str, password: str, device: str) -> Entry:
    """Login and password; a login that does not exist is answered alike and takes as long."""
    key = f"login:{bare_login(login)}"
    found = by_login(db, login)
    usable = found is not None and found.disabled_at is None
    checked = check(db, key, found.password_hash if found and usable else None, password)
    if found is None or not checked.right:
        audit.record(db, ANONYMOUS, "sign_in.refused", found or "accounts")
        return Entry(None, checked.locked_until, attempts.failures(db, key))
    attempts.cleared(db, key)
    return Entry(open_account_session(db, found, device, strong=False))


def add_account(
    db: Db, actor: Actor, *, login: str, display_name: str, password: str | None = None, phone: str | None = None,
    email: str | None = None,
) -> Account:  # fmt: skip
    """Open an account that signs in by login; roles are given by ``grants.services.give``. Conflict if taken."""
    bare = bare_login(login)
    if not LOGIN.fullmatch(bare):
        raise Conflict(_("登录名只能用小写字母、数字和 . _ @ - ，至少两个字。"))
    if by_login(db, bare) is not None:
        raise Conflict(_("这个登录名已经有人用了。"))
    account = Account(login=bare, display_name=display_name, created_at=clock.now())
    account.phone, account.email = phone, email
    if password is not None:
        account.password_hash, account.password_changed_at = hashing.hash_password(password), clock.now()
    db.add(account)
    db.flush()
    audit.record(db, actor, "account.opened", account, ["login", "display_name"])
    return account
