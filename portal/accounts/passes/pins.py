"""Case PINs: six digits that go with a case code, one for each person and purpose."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.orm import QueryableAttribute

from portal.accounts.models import CasePin
from portal.accounts.passes.rules import bare_digits, pin_life
from portal.contracts.events import SecretsShown
from portal.kernel import clock, crypto
from portal.kernel.db import Db


def mint_pin(db: Db, matter_id: uuid.UUID, person_id: uuid.UUID, purpose: str) -> str:
    """A new PIN ('receipt', 'letter' …); the former one of the same person, matter and purpose ends.

    The digits are answered here and stored nowhere: show or send them now.
    """
    end_pins(db, matter_id, person_id, purpose)
    now, life = clock.now(), pin_life(purpose)
    pin = crypto.new_pin()
    while _found(db, matter_id, pin) is not None:
        pin = crypto.new_pin()
    row = CasePin(matter_id=matter_id, person_id=person_id, purpose=purpose, mac=_mac(matter_id, pin), created_at=now)
    row.expires_at = now + life if life else None
    db.add(row)
    db.flush()
    return pin


def check_pin(db: Db, matter_id: uuid.UUID, pin: str) -> uuid.UUID | None:
    """Whose PIN this is, or None. Ask ``attempts.locked`` before, count with ``attempts.failed`` after a None."""
    row = _found(db, matter_id, bare_digits(pin))
    return row.person_id if row else None


def end_pins(db: Db, matter_id: uuid.UUID, person_id: uuid.UUID, purpose: str | None = None) -> None:
    """End the PINs of a person in a matter ("this is not me", a letter to the wrong house)."""
    ended = update(CasePin).where(CasePin.matter_id == matter_id, CasePin.person_id == person_id)
    if purpose is not None:
        ended = ended.where(CasePin.purpose == purpose)
    db.execute(ended.where(CasePin.ended_at.is_(None)).values(ended_at=clock.now()))


def keep_pin(db: Db, matter_id: uuid.UUID, person_id: uuid.UUID, purpose: str) -> None:
    """Whoever has said who they are keeps their PIN for as long as the case lasts."""
    kept = update(CasePin).where(CasePin.matter_id == matter_id, CasePin.person_id == person_id)
    db.execute(kept.where(CasePin.purpose == purpose, CasePin.ended_at.is_(None)).values(expires_at=None))


def from_window(person_id: QueryableAttribute[Any]) -> ColumnElement[bool]:
    """As a condition: this person comes with a PIN that one member of staff alone has handed out."""
    return exists().where(CasePin.person_id == person_id, CasePin.purpose == "window", CasePin.ended_at.is_(None))


def held_from_window(db: Db, matter_id: uuid.UUID) -> set[uuid.UUID]:
    """Who in a matter comes with such a PIN."""
    rows = select(CasePin.person_id).where(CasePin.matter_id == matter_id, CasePin.purpose == "window")
    return set(db.scalars(rows.where(CasePin.ended_at.is_(None))))


def hold(db: Db, event: SecretsShown) -> None:
    """Whoever read out or printed a letter could come in with it: until a second member of staff knows that it reached
    the right person, they are held like somebody with a PIN from the window (one whose digits nobody knows)."""
    if event.person not in held_from_window(db, event.matter):
        mint_pin(db, event.matter, event.person, "window")


def confirm_pin(db: Db, matter_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """A second member of staff knows that it went to the right person."""
    same = (CasePin.matter_id == matter_id, CasePin.person_id == person_id, CasePin.purpose == "window")
    db.execute(update(CasePin).where(*same, CasePin.ended_at.is_(None)).values(purpose="receipt"))


def _found(db: Db, matter_id: uuid.UUID, pin: str) -> CasePin | None:
    same = (CasePin.matter_id == matter_id, CasePin.mac == _mac(matter_id, pin), CasePin.ended_at.is_(None))
    return db.scalar(select(CasePin).where(*same, _still(clock.now())).limit(1))


def _still(now: datetime) -> ColumnElement[bool]:
    return or_(CasePin.expires_at.is_(None), CasePin.expires_at > now)


def _mac(matter_id: uuid.UUID, pin: str) -> bytes:
    return crypto.keyring().mac("codes", "pin", matter_id.bytes, pin)
