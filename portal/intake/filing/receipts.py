"""What a person takes along: code and PIN, kept sealed in the session that made them, for half an hour."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import AccessSession
from portal.intake.filing.rules import RECEIPT_LIFE
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.models import Matter


@dataclass(frozen=True)
class Receipt:
    """The matter and its two secrets, in clear for this one page."""

    matter: Matter
    pin: str
    qr_token: str


def write(matter_id: uuid.UUID, pin: str, qr_token: str) -> str:
    """The text that a session keeps sealed."""
    return json.dumps({"matter": matter_id.hex, "pin": pin, "qr": qr_token, "at": clock.now().isoformat()})


def _row(db: Db, actor: Actor) -> AccessSession | None:
    return db.get(AccessSession, actor.session) if actor.session else None


def hand_to(db: Db, actor: Actor, text: str) -> None:
    """Keep a receipt in the actor's own session (a clerk prints it from there)."""
    row = _row(db, actor)
    if row is not None:
        row.handover = text


def current(db: Db, actor: Actor) -> Receipt | None:
    """The receipt of this session, while it may still be shown."""
    row = _row(db, actor)
    if row is None or not row.handover_sealed:
        return None
    kept = json.loads(row.handover)
    if "matter" not in kept:  # something else is handed over in this session, e.g. recovery codes
        return None
    if clock.now() - datetime.fromisoformat(kept["at"]) > RECEIPT_LIFE:
        return None
    return Receipt(db.get_one(Matter, uuid.UUID(kept["matter"])), kept["pin"], kept["qr"])


def forget(db: Db, actor: Actor) -> None:
    """'I have kept it': the PIN is nowhere any more."""
    row = _row(db, actor)
    if row is not None:
        row.handover = None
