"""Setting a password, and changing one's own: other devices are signed out."""

from typing import NamedTuple

from portal.accounts.attempts import services as attempts
from portal.accounts.models import Account
from portal.accounts.passwords import hashing
from portal.accounts.passwords.checking import Checked, check
from portal.accounts.passwords.policy import OWN
from portal.accounts.passwords.rules import too_easy
from portal.accounts.sessions.services import end_all, open_account_session
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, require


class Changed(NamedTuple):
    """The token of the new sign-in, or what was wrong with the former password."""

    token: str | None
    checked: Checked | None = None


def set_password(db: Db, actor: Actor, account: Account, password: str) -> None:
    """Give an account a password (set-up, demonstration, first password); every sign-in of it ends."""
    _store(db, actor, account, hashing.hash_password(password))


def change(db: Db, actor: Actor, account: Account, former: str, new: str, device: str) -> Changed:
    """Change one's own password: the former one is asked for if there is one; only this device stays signed in."""
    require(db, actor, OWN, account)
    if too_easy(new, account.login or "", account.phone or "", account.display_name):
        raise Conflict(_("这个密码太容易被猜中，请换一个长一点、别人想不到的。"))
    had, strong = account.password_hash, actor.strong
    if had is not None:
        checked = check(db, key_of(account), had, former)
        if not checked.right:
            return Changed(None, checked)
    hashed = hashing.hash_password(new)
    if had is not None:
        attempts.cleared(db, key_of(account))
    _store(db, actor, account, hashed)
    return Changed(open_account_session(db, account, device, strong=strong))


def key_of(account: Account) -> str:
    """Under which wrong passwords of this account are counted when it is already signed in."""
    return f"password-change:{account.id}"


def _store(db: Db, actor: Actor, account: Account, hashed: str) -> None:
    account.password_hash, account.password_changed_at = hashed, clock.now()
    end_all(db, account.id)
    db.flush()
    audit.record(db, actor, "account.password_changed", account, ["password_hash"])
