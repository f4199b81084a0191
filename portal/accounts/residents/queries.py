"""Finding a resident's account by its proven phone."""

from sqlalchemy import select

from portal.accounts.models import Account
from portal.accounts.sessions.queries import held_grants
from portal.kernel import clock
from portal.kernel.db import Db
from portal.people.persons.identity import phone_mac


def by_phone(db: Db, phone: str) -> Account | None:
    """The account of this phone, open or shut. This is for signing in: it gives no right to anything."""
    return db.scalar(select(Account).where(Account.phone_mac == phone_mac(phone)))


def may_enter(account: Account) -> bool:
    """Open, and without roles: staff come in by their own door, with password and second factor."""
    return account.disabled_at is None and not held_grants(account, clock.now())
