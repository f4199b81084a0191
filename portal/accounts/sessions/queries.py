"""Finding the sign-in behind a cookie, and what it was handed to show once."""

import uuid
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from portal.accounts.models import AccessSession, Account
from portal.accounts.sessions.rules import is_over
from portal.kernel import clock
from portal.kernel.crypto import token_hash
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Grant
from portal.kernel.settings import Settings
from portal.people.persons.models import Person


class Holder(NamedTuple):
    """A sign-in that still holds, and whose it is."""

    session: AccessSession
    account: Account | None
    person_name: str
    grants: tuple[Grant, ...]
    needs_second: bool


def holder(db: Db, token: str) -> Holder | None:
    """The sign-in with this token, unless it has ended, run out, or its account was shut or got a new password."""
    now = clock.now()
    found = select(AccessSession, Account, Person.name).where(AccessSession.token_hash == token_hash(token))
    found = found.outerjoin(Account, Account.id == func.coalesce(AccessSession.account_id, AccessSession.opened_by))
    found = found.outerjoin(Person, Person.id == AccessSession.person_id)
    row = db.execute(found.where(AccessSession.ended_at.is_(None))).first()
    if row is None:
        return None
    session, account, name = row
    grants = held_grants(account, now) if account and session.account_id else ()
    kind = "visit" if account is None else "staff" if grants else "resident"
    if is_over(kind, session.created_at, session.last_seen_at, session.expires_at, now):
        return None
    if account and not account_holds(account, session):
        return None
    own = account if session.account_id else None
    return Holder(session, own, name or "", grants, bool(own and needs_second(db, own, session, grants)))


def held_grants(account: Account, now: datetime) -> tuple[Grant, ...]:
    """The roles held at this moment."""
    held = (g for g in account.grants if g.since <= now and (g.until is None or now < g.until))
    return tuple(Grant(g.role, g.organisation_id, g.area) for g in held)


def account_holds(account: Account, session: AccessSession) -> bool:
    """Whether the account is open and has had no new password since this sign-in."""
    changed = account.password_changed_at
    return account.disabled_at is None and (changed is None or changed <= session.created_at)


def needs_second(db: Db, account: Account, session: AccessSession, grants: tuple[Grant, ...]) -> bool:
    """Whether the second factor is missing: of staff where the installation asks for it, of whoever has set one up.

    Of whoever had one that was lost too, else losing it would be a way around it.
    """
    settings: Settings = db.info["settings"]
    has_had = account.totp_confirmed_at is not None or account.totp_reset_at is not None
    return (has_had or (bool(grants) and settings.staff_second_factor)) and not session.strong


def actor_of(held: Holder) -> Actor:
    """Who acts.

    Whoever still owes the second factor is nobody yet: the actor has a session and no account, so that every door that
    asks for a known person stays shut and only the pages of the second factor open.
    """
    session, account = held.session, held.account
    if account is None:
        return Actor(person=session.person_id, session=session.id, scope=session.scope, display_name=held.person_name)
    if held.needs_second:
        return Actor(session=session.id)
    return Actor(
        account=account.id,
        session=session.id,
        grants=held.grants,
        display_name=account.display_name,
        strong=session.strong,
    )


def session_of(db: Db, actor: Actor) -> AccessSession | None:
    """The sign-in behind an actor."""
    return db.get(AccessSession, actor.session) if actor.session else None


def account_of(db: Db, actor: Actor) -> Account | None:
    """The account behind an actor, also while the second factor is still missing."""
    session = session_of(db, actor)
    return db.get(Account, session.account_id) if session and session.account_id else None


def handover(db: Db, actor: Actor) -> str | None:
    """What this sign-in was handed to show once, for as long as it may be shown."""
    session = session_of(db, actor)
    if session is None or session.handover_until is None or clock.now() >= session.handover_until:
        return None
    text: str | None = session.handover
    return text


def open_sessions(db: Db, account_id: uuid.UUID) -> list[AccessSession]:
    """The sign-ins of an account that were not ended by hand."""
    found = select(AccessSession).where(AccessSession.account_id == account_id, AccessSession.ended_at.is_(None))
    return list(db.scalars(found.order_by(AccessSession.last_seen_at.desc())))
