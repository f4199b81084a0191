"""Which consents somebody has given in a matter, and what is kept under them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused
from portal.matters.models import Evidence, EvidenceConsent, Matter, Party
from portal.matters.policy import STATUS, standing_in
from portal.people.consents.models import Consent
from portal.people.consents.policy import CONSENT
from portal.people.consents.queries import ledger
from portal.people.persons.models import Person


@dataclass(frozen=True)
class Given:
    """A line of somebody's ledger, and how many files are kept under it."""

    consent: Consent
    files: int


def spoken_for(db: Db, actor: Actor, matter: Matter) -> Sequence[Person]:
    """The parties whose consents the actor may see and take back: their own, and their wards'."""
    stands = standing_in(db, actor, matter)
    mine = [one for one in matter.parties if one.person_id in stands.persons or stands.acts_for(one.side)]
    return [party.person for party in mine if CONSENT.allows(db, actor, party.person)]


def person(db: Db, actor: Actor, matter: Matter, person_id: uuid.UUID) -> Person:
    """One of them; Refused for everybody else."""
    for one in spoken_for(db, actor, matter):
        if one.id == person_id:
            return one
    raise Refused(STATUS.name)


def given(db: Db, person_id: uuid.UUID) -> list[Given]:
    """All that a person was told or agreed to, oldest first."""
    rows = ledger(db, person_id)
    kept = _counts(db, rows)
    return [Given(row, kept.get(row.id, 0)) for row in rows]


def _counts(db: Db, rows: Sequence[Consent]) -> Mapping[uuid.UUID, int]:
    links = select(EvidenceConsent.consent_id, func.count().label("files")).group_by(EvidenceConsent.consent_id)
    links = links.where(EvidenceConsent.consent_id.in_([row.id for row in rows]))
    return {row.consent_id: row.files for row in db.execute(links)}


def kept_under(db: Db, person_id: uuid.UUID, purpose: str) -> Sequence[Evidence]:
    """What is kept under a person's consents for a purpose, oldest first, with files and owners."""
    rows = select(Evidence).join(EvidenceConsent).join(Consent)
    rows = rows.where(Consent.person_id == person_id, Consent.purpose == purpose)
    rows = rows.options(joinedload(Evidence.file), joinedload(Evidence.party).joinedload(Party.matter))
    return db.scalars(rows.distinct().order_by(Evidence.id)).all()


def is_withdrawn(db: Db, piece: Evidence) -> bool:
    """Whether a consent under which this piece was taken has been taken back."""
    found = select(Consent.id).join(EvidenceConsent)
    found = found.where(EvidenceConsent.evidence_id == piece.id, Consent.withdrawn_at.is_not(None))
    return db.scalar(found.limit(1)) is not None
