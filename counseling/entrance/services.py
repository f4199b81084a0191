"""Minting code and PIN, letting in, and ending a sign-in. Whether a code exists at all is never told."""

import hmac
import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from counseling.cases.models import Case
from counseling.entrance import attempts
from counseling.entrance.models import Entry
from counseling.entrance.rules import KIND, RECEIPT_LIFE, bare_code, new_code
from counseling.store.sealing import mac
from portal.accounts.passes.rules import bare_digits
from portal.accounts.sessions.rules import LIVES, NOTE_EVERY, is_over
from portal.kernel import audit, clock, crypto
from portal.kernel.db import Db
from portal.kernel.outbox import Job
from portal.kernel.policy import ANONYMOUS


@dataclass(frozen=True)
class Shut:
    """Not let in: until when the door is shut (None: try again), after how many wrong answers."""

    locked_until: datetime | None
    failures: int


def open_entry(db: Db, case: Case) -> str:
    """Let this browser in; answers the token for its cookie."""
    token, now = crypto.new_token(), clock.now()
    row = Entry(case_id=case.id, token_hash=crypto.token_hash(token), created_at=now, last_seen_at=now)
    row.case, row.expires_at = case, now + LIVES[KIND].whole
    db.add(row)
    db.flush()
    return token


def mint(db: Db, case: Case) -> tuple[str, str]:
    """A code and a PIN for a case that has none; shown now or never."""
    code = new_code()
    while db.scalar(select(Case.id).where(Case.code_mac == _code_mac(code))) is not None:
        code = new_code()
    case.code_mac = _code_mac(code)
    return code, new_pin(case)


def new_pin(case: Case) -> str:
    """Another PIN; the former one is void."""
    pin = crypto.new_pin()
    case.pin_mac = _pin_mac(case, pin)
    return pin


def hand_over(entry: Entry, code: str, pin: str) -> None:
    """Keep them sealed for the one page that shows them."""
    entry.handover = json.dumps([code, pin])
    entry.handover_until = clock.now() + RECEIPT_LIFE


def handed(entry: Entry) -> tuple[str, str] | None:
    """Code and PIN, while they may still be shown."""
    if entry.handover_until is None or entry.handover_until <= clock.now() or entry.handover_sealed is None:
        return None
    code, pin = json.loads(entry.handover)
    return code, pin


def kept(entry: Entry) -> None:
    """'I have written it down': they are nowhere any more."""
    entry.handover, entry.handover_until = None, None


def enter(db: Db, typed_code: str, typed_pin: str) -> str | Shut:
    """Code and PIN; answers the token for the cookie."""
    code = bare_code(typed_code)
    until = attempts.locked(db, code)
    if until:
        return Shut(until, 0)
    case = db.scalar(select(Case).where(Case.code_mac == _code_mac(code))) if code else None
    if case is None or not pin_fits(case, typed_pin):
        audit.record(db, ANONYMOUS, "counseling.refused", Case.__tablename__)
        return Shut(*attempts.failed(db, code))
    attempts.cleared(db, code)
    audit.record(db, ANONYMOUS, "counseling.entered", case)
    return open_entry(db, case)


def pin_fits(case: Case, typed: str) -> bool:
    """Whether this is the PIN; ask the attempts before, and count after a no."""
    return case.pin_mac is not None and hmac.compare_digest(case.pin_mac, _pin_mac(case, bare_digits(typed)))


def confirm(db: Db, case: Case, typed_pin: str) -> Shut | None:
    """The PIN once more, before something that cannot be undone; None: right."""
    name = f"confirm:{case.id}"
    until = attempts.locked(db, name)
    if until:
        return Shut(until, 0)
    if not pin_fits(case, typed_pin):
        return Shut(*attempts.failed(db, name))
    attempts.cleared(db, name)
    return None


def entry_of(db: Db, token: object) -> Entry | None:
    """The sign-in behind a cookie, if it still holds."""
    if not isinstance(token, str):
        return None
    row = db.scalar(select(Entry).where(Entry.token_hash == crypto.token_hash(token), Entry.ended_at.is_(None)))
    if row is None or row.case.state == "erased":
        return None
    return None if is_over(KIND, row.created_at, row.last_seen_at, row.expires_at, clock.now()) else row


def note_seen(db: Db, entry: Entry) -> None:
    """At most once a minute, so that half an hour without a look ends it."""
    now = clock.now()
    if now - entry.last_seen_at < NOTE_EVERY:
        return
    seen = update(Entry).where(Entry.id == entry.id).values(last_seen_at=now)
    if db.info["writes"]:
        db.execute(seen.execution_options(synchronize_session=False))
        return
    with db.info["database"].writing() as own:
        own.execute(seen.execution_options(synchronize_session=False))


def leave(db: Db, entry: Entry) -> None:
    """End this sign-in and what it was handed."""
    entry.ended_at = clock.now()
    kept(entry)


def end_all(db: Db, case: Case) -> None:
    """End every sign-in of a case."""
    db.execute(delete(Entry).where(Entry.case_id == case.id))


def forget_old(job: Job) -> None:
    """Hourly: what could be shown once, sign-ins and counts that are over. Nobody's list of visits is kept."""
    now = clock.now()
    with job.database.writing() as db:
        stale = update(Entry).where(Entry.handover_until <= now)
        db.execute(stale.values(handover_sealed=None, handover_until=None))
        db.execute(delete(Entry).where(or_(Entry.expires_at < now, Entry.ended_at.is_not(None))))
        attempts.forget_old(db)


def _code_mac(code: str) -> bytes:
    return mac("code", code)


def _pin_mac(case: Case, pin: str) -> bytes:
    return mac("pin", case.id.bytes, pin)
