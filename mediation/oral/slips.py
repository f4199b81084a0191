"""What each party takes along: code, own PIN, QR code; sealed in the mediator's session, handed over one by one."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.accounts.models import AccessSession
from portal.intake.filing.rules import RECEIPT_LIFE
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.models import Matter
from portal.people.persons.models import Person


@dataclass(frozen=True)
class Slip:
    """One party's secret."""

    person_id: uuid.UUID
    pin: str


@dataclass(frozen=True)
class Handing:
    """The slip that is handed over now, and how many follow it."""

    matter: Matter
    person: Person
    pin: str
    qr_token: str
    left: int


def keep(db: Db, actor: Actor, matter_id: uuid.UUID, qr_token: str, slips: Sequence[Slip]) -> None:
    """For half an hour, in the session of whoever hands them over."""
    row = _row(db, actor)
    if row is not None:
        people = [[slip.person_id.hex, slip.pin] for slip in slips]
        kept = {"oral": matter_id.hex, "qr": qr_token, "slips": people, "at": clock.now().isoformat()}
        row.handover = json.dumps(kept)


def current(db: Db, actor: Actor) -> Handing | None:
    """The next one, while it may still be shown."""
    kept = _kept(_row(db, actor))
    if kept is None:
        return None
    person, pin = kept["slips"][0]
    matter = db.get_one(Matter, uuid.UUID(kept["oral"]))
    return Handing(matter, db.get_one(Person, uuid.UUID(person)), pin, kept["qr"], len(kept["slips"]) - 1)


def handed(db: Db, actor: Actor, person: str) -> None:
    """This person (the hex of their id) has it: their PIN is nowhere any more."""
    row = _row(db, actor)
    kept = _kept(row)
    if row is None or kept is None:
        return
    kept["slips"] = [slip for slip in kept["slips"] if slip[0] != person]
    row.handover = json.dumps(kept) if kept["slips"] else None


def _row(db: Db, actor: Actor) -> AccessSession | None:
    return db.get(AccessSession, actor.session) if actor.session else None


def _kept(row: AccessSession | None) -> dict[str, Any] | None:
    if row is None or not row.handover_sealed:
        return None
    kept: dict[str, Any] = json.loads(row.handover)
    if "oral" not in kept or clock.now() - datetime.fromisoformat(kept["at"]) > RECEIPT_LIFE:
        return None
    return kept
