"""Who speaks for each party of a matter: a child with a guardian is not asked themselves."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.kernel.db import Db, remembered
from portal.matters.models import Party
from portal.people.persons.queries import speakers


def everybody(db: Db, matter_id: uuid.UUID) -> Sequence[Party]:
    """Every party of a matter with their person, also who has left, in the order of registration."""
    rows = select(Party).where(Party.matter_id == matter_id).options(joinedload(Party.person))
    return remembered(db, ("parties", matter_id), lambda: db.scalars(rows.order_by(Party.position)).all())


def spoken(db: Db, matter_id: uuid.UUID) -> Sequence[tuple[Party, uuid.UUID]]:
    """Every party of a matter, also who has left, with who speaks for them, in the order of registration."""
    return remembered(db, ("spoken for", matter_id), lambda: _spoken(db, matter_id))


def _spoken(db: Db, matter_id: uuid.UUID) -> Sequence[tuple[Party, uuid.UUID]]:
    rows = everybody(db, matter_id)
    speaker = speakers(db, [party.person_id for party in rows])
    return [(party, speaker[party.person_id]) for party in rows]


def spoken_for(db: Db, matter_id: uuid.UUID, person_id: uuid.UUID) -> Sequence[Party]:
    """The parties of a matter for whom a person answers: themselves, or those whose guardian they are."""
    return [party for party, speaker in spoken(db, matter_id) if speaker == person_id]
