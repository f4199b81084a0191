"""Opening and ending sign-ins."""

import uuid
from datetime import timedelta

import structlog
from flask import session as cookie
from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import OperationalError

from portal.accounts.models import AccessSession, Account
from portal.accounts.sessions.queries import held_grants, holder, session_of
from portal.accounts.sessions.rules import KEPT, LIVES, NOTE_EVERY
from portal.kernel import audit, clock, i18n
from portal.kernel.crypto import new_token, token_hash
from portal.kernel.db import Db
from portal.kernel.outbox import Job
from portal.kernel.policy import Actor
from portal.kernel.web import edge
from portal.people.persons.models import Person

log = structlog.get_logger()


def open_account_session(db: Db, account: Account, device: str, *, strong: bool, handover: str | None = None) -> str:
    """Sign an account in; ``strong`` when the second factor was given. Answers the token for ``sign_in_as``."""
    kind = "staff" if held_grants(account, clock.now()) else "resident"
    token, row = _open(device, LIVES[kind].whole, handover)
    row.account_id, row.strong = account.id, strong
    db.add(row)
    db.flush()
    audit.record(db, Actor(account=account.id, session=row.id), "session.opened", row)
    return token


def _reads(db: Db, person_id: uuid.UUID) -> None:
    """From now on messages come in the language in which somebody last came in."""
    locale, person = i18n.current.get(None), db.get(Person, person_id)
    if locale is not None and person is not None and person.locale != locale:
        person.locale = locale


def open_person_session(
    db: Db,
    person_id: uuid.UUID,
    matter_id: uuid.UUID,
    device: str,
    handover: str | None = None,
    opened_by: uuid.UUID | None = None,
) -> str:
    """Let a person in who came with a code: held to that one matter. Answers the token for ``sign_in_as``.

    ``handover`` is a text that their next page shows once (read it with ``sessions.queries.handover``);
    ``opened_by`` the resident's account that has kept this case.
    """
    _reads(db, person_id)
    token, row = _open(device, LIVES["resident" if opened_by else "visit"].whole, handover)
    row.person_id, row.scope, row.opened_by = person_id, matter_id, opened_by
    db.add(row)
    db.flush()
    audit.record(db, Actor(person=person_id, session=row.id), "session.opened", row)
    return token


def _open(device: str, whole: timedelta, handover: str | None) -> tuple[str, AccessSession]:
    token, now = new_token(), clock.now()
    row = AccessSession(
        token_hash=token_hash(token), device=device[:120], created_at=now, last_seen_at=now, expires_at=now + whole
    )
    row.handover = handover
    return token, row


def sign_in_as(token: str) -> None:
    """Put a new sign-in into the browser's cookie: nothing of the former one stays, neither there nor in force."""
    former = edge.actor().session
    if former is not None:
        end_session(edge.db(), former)
    cookie.clear()
    cookie["sid"] = token
    cookie.permanent = True


def step_into(token: str) -> None:
    """From a resident's account into one of its cases; the account waits in the cookie until ``step_back``."""
    account_token = cookie["sid"]
    cookie.clear()
    cookie["sid"], cookie["home"] = token, account_token
    cookie.permanent = True


def step_back() -> None:
    """Leave the case; the account that waited is there again (if it still holds)."""
    account_token, visit = cookie.get("home"), edge.actor().session
    if visit is not None:
        end_session(edge.db(), visit)
    cookie.clear()
    cookie["sid"] = account_token
    cookie.permanent = True


def sign_out() -> None:
    """End the sign-in of this browser, and the account that waits behind a visit."""
    former = edge.actor().session
    if former is not None:
        end_session(edge.db(), former)
    waiting = holder(edge.db(), cookie["home"]) if "home" in cookie else None
    if waiting is not None:
        end_session(edge.db(), waiting.session.id)
    cookie.clear()


def end_session(db: Db, session_id: uuid.UUID) -> None:
    """End one sign-in (and what it was handed); ending it twice is no mistake."""
    ended = update(AccessSession).where(AccessSession.id == session_id, AccessSession.ended_at.is_(None))
    db.execute(ended.values(ended_at=clock.now(), handover_sealed=None, handover_until=None))


def end_all(db: Db, account_id: uuid.UUID, *, but: uuid.UUID | None = None) -> None:
    """End every sign-in of an account, visits it has opened included, except perhaps the one in use."""
    theirs = or_(AccessSession.account_id == account_id, AccessSession.opened_by == account_id)
    ended = update(AccessSession).where(theirs, AccessSession.ended_at.is_(None))
    if but is not None:
        ended = ended.where(AccessSession.id != but)
    db.execute(ended.values(ended_at=clock.now(), handover_sealed=None, handover_until=None))


def end_visits(db: Db, person_id: uuid.UUID, matter_id: uuid.UUID) -> None:
    """Whoever came with this person's code for the matter, on whichever device, has to come anew."""
    mine = (AccessSession.person_id == person_id, AccessSession.scope == matter_id, AccessSession.opened_by.is_(None))
    db.execute(update(AccessSession).where(*mine, AccessSession.ended_at.is_(None)).values(ended_at=clock.now()))


def handed_over(db: Db, actor: Actor) -> None:
    """The person has written it down: it is not shown again."""
    session = session_of(db, actor)
    if session is not None:
        session.handover = None


def note_seen(db: Db, session: AccessSession) -> None:
    """Write down, at most once a minute, that this sign-in is in use; never on the reading session of a page.

    A page must not fail because this note could not be written: then the next page writes it.
    """
    now = clock.now()
    if now - session.last_seen_at < NOTE_EVERY:
        return
    seen = update(AccessSession).where(AccessSession.id == session.id).values(last_seen_at=now)
    if db.info["writes"]:
        db.execute(seen.execution_options(synchronize_session=False))
        return
    try:
        with db.info["database"].writing() as own:
            own.execute(seen.execution_options(synchronize_session=False))
    except OperationalError as error:
        log.warning("last seen not noted", error=str(error))


def forget_old(job: Job) -> None:
    """Every ten minutes: clear what could be shown once, remove sign-ins that ended long ago."""
    now = clock.now()
    gone = or_(AccessSession.ended_at < now - KEPT, AccessSession.expires_at < now - KEPT)
    with job.database.writing() as db:
        stale = update(AccessSession).where(AccessSession.handover_until <= now)
        db.execute(stale.values(handover_sealed=None, handover_until=None))
        old = select(AccessSession.id).where(gone).limit(5000)
        db.execute(delete(AccessSession).where(AccessSession.id.in_(old)))
