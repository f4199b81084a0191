"""Signing a resident in by a code to their phone or by password; the first proven code opens the account."""

import uuid

from portal.accounts.attempts import services as attempts
from portal.accounts.models import Account
from portal.accounts.passes.services import check_code, start_code
from portal.accounts.passwords.checking import check
from portal.accounts.passwords.policy import OWN
from portal.accounts.residents.queries import by_phone, may_enter
from portal.accounts.sessions.services import open_account_session
from portal.accounts.staff.services import Entry
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Actor, require
from portal.notices.services import by_machine
from portal.people.persons.identity import phone_mac
from portal.people.persons.rules import mask_phone

PURPOSE = "sign_in"


def codes_go_out(db: Db) -> bool:
    """Whether messages to phones can be sent here at all."""
    return by_machine(db, "sms")


def ask_code(db: Db, phone: str) -> None:
    """Send a code to this phone, whether it has an account or not; nobody can tell which."""
    account = by_phone(db, phone)
    start_code(db, PURPOSE, _subject(phone), phone=phone if account is None or may_enter(account) else None)


def enter_by_code(db: Db, phone: str, typed: str, device: str) -> Entry:
    """The code from the message; with the first one an account is opened."""
    key = f"phone-code:{_subject(phone)}"
    until = attempts.locked(db, key)
    if until:
        return Entry(None, until)
    account = by_phone(db, phone)
    if not check_code(db, PURPOSE, _subject(phone), typed) or (account is not None and not may_enter(account)):
        until = attempts.failed(db, key)
        return Entry(None, until, attempts.failures(db, key))
    attempts.cleared(db, key)
    return Entry(open_account_session(db, account or add_resident(db, phone), device, strong=False))


def enter_by_password(db: Db, phone: str, password: str, device: str) -> Entry:
    """Phone and password; a phone without an account is answered alike and takes as long."""
    key = f"phone-password:{_subject(phone)}"
    account = by_phone(db, phone)
    usable = account is not None and may_enter(account)
    checked = check(db, key, account.password_hash if account and usable else None, password)
    if account is None or not checked.right:
        return Entry(None, checked.locked_until, attempts.failures(db, key))
    attempts.cleared(db, key)
    return Entry(open_account_session(db, account, device, strong=False))


def rename(db: Db, actor: Actor, account: Account, name: str) -> None:
    """How the person wants to be addressed."""
    require(db, actor, OWN, account)
    account.display_name = name
    db.flush()
    audit.record(db, actor, "account.renamed", account, ["display_name"])


def add_resident(db: Db, phone: str, name: str = "") -> Account:
    """Open an account for a phone that its holder has proven."""
    now = clock.now()
    account = Account(display_name=name or mask_phone(phone), phone_mac=phone_mac(phone), created_at=now)
    account.phone, account.phone_proven_at = phone, now
    db.add(account)
    db.flush()
    audit.record(db, SYSTEM, "account.opened", account, ["phone"])
    return account


def _subject(phone: str) -> uuid.UUID:
    """Codes and attempts belong to the phone, not to an account that may not exist."""
    return uuid.UUID(bytes=phone_mac(phone)[:16], version=4)
