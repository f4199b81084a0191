"""The password once more before a signature: whoever signs is the account's holder (电子签名法 art.13)."""

from portal.accounts.attempts import services as attempts
from portal.accounts.attempts.words import shut
from portal.accounts.passwords.checking import check
from portal.accounts.passwords.services import key_of
from portal.accounts.sessions.queries import account_of
from portal.kernel.db import Db
from portal.kernel.forms import Form
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor


def is_holder(db: Db, actor: Actor, form: Form, password: str) -> bool:
    """Whether the password is the account's; a wrong one is counted, and said beside the form's ``password``.

    Everything that this request has loaded is loaded anew afterwards: the check lets the transaction go.
    """
    account = account_of(db, actor)
    if account is None:
        return False
    key, stored = key_of(account), account.password_hash
    db.flush()  # the note of what this page read outlives the rollback that checking a password begins with
    checked = check(db, key, stored, password)
    if checked.right:
        attempts.cleared(db, key)
        return True
    wrong = _("登录密码不对，请再核对。")
    form.refuse("password", shut(db, checked.locked_until) if checked.locked_until else wrong)
    return False
