"""Reading the ledger of consents."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from portal.kernel.db import Db
from portal.people.consents.models import Consent


def ledger(db: Db, person_id: uuid.UUID) -> Sequence[Consent]:
    """All that a person was shown or agreed to, oldest first, with what was taken back."""
    return db.scalars(select(Consent).where(Consent.person_id == person_id).order_by(Consent.id)).all()


def in_force(db: Db, person_id: uuid.UUID, purpose: str) -> Consent | None:
    """The consent that holds now for this purpose."""
    found = select(Consent).where(Consent.person_id == person_id, Consent.purpose == purpose)
    return db.scalar(found.where(Consent.withdrawn_at.is_(None)).order_by(Consent.id.desc()).limit(1))
