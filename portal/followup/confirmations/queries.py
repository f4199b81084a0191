"""Who has told that the application for judicial confirmation was made, and whether both sides have."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select

from portal.followup.confirmations.models import ConfirmationApplied
from portal.kernel import clock
from portal.kernel.db import Db, remembered
from portal.matters.models import Involvement, Matter
from portal.matters.rules import SPEAKING
from portal.people.persons.queries import speakers


def _told(db: Db, matter: Matter) -> Sequence[ConfirmationApplied]:
    rows = select(ConfirmationApplied).where(ConfirmationApplied.matter_id == matter.id)
    return remembered(
        db, ("confirmation told", matter.id), lambda: db.scalars(rows.order_by(ConfirmationApplied.at)).all()
    )


def _speakers(db: Db, matter: Matter) -> Mapping[str | None, set[uuid.UUID]]:
    """Side → the people on it now; a child's guardian stands for the child."""
    still = or_(Involvement.until.is_(None), Involvement.until > clock.now())
    rows = select(Involvement.side, Involvement.person_id).where(Involvement.matter_id == matter.id, still)
    found: dict[str | None, set[uuid.UUID]] = defaultdict(set)
    there = [
        (side, person)
        for side, person in db.execute(rows.where(Involvement.capacity.in_(SPEAKING)))
        if person is not None
    ]
    speaker = speakers(db, [person for _side, person in there])
    for side, person in there:
        found[side].add(speaker[person])
    return found


def may_tell(db: Db, matter: Matter, person_id: uuid.UUID) -> bool:
    """Whether this person's word counts: they stand on a side, and nobody speaks for them."""
    return any(person_id in people for people in _speakers(db, matter).values())


def told_by(db: Db, matter: Matter, person_id: uuid.UUID) -> datetime | None:
    """When this person told so."""
    return next((row.at for row in _told(db, matter) if row.told_by == person_id), None)


def applied_at(db: Db, matter: Matter) -> datetime | None:
    """Since when each side has told so; None while one has not."""
    rows = _told(db, matter)
    if not rows:
        return None
    told = {row.told_by for row in rows}
    return rows[-1].at if all(people & told for people in _speakers(db, matter).values()) else None


def yet_to_tell(db: Db, matter: Matter) -> list[uuid.UUID]:
    """Everybody on a side that has not told so."""
    told = {row.told_by for row in _told(db, matter)}
    return sorted(person for people in _speakers(db, matter).values() if not people & told for person in people)
