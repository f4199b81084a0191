"""Finding an account by its login."""

from sqlalchemy import select

from portal.accounts.models import Account
from portal.accounts.staff.rules import bare_login
from portal.kernel.db import Db


def by_login(db: Db, login: str) -> Account | None:
    """The account, open or shut. This is for signing in and for commands: it gives no right to anything."""
    bare = bare_login(login)
    return db.scalar(select(Account).where(Account.login == bare)) if bare else None
