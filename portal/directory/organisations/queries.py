"""Finding organisations: the register is public."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from portal.directory.organisations.models import Area, Organisation, Venue
from portal.kernel.db import Db


def organisation(db: Db, organisation_id: uuid.UUID) -> Organisation:
    """One organisation; LookupError if there is none."""
    return db.get_one(Organisation, organisation_id)


def centre_for(db: Db) -> Organisation | None:
    """The centre that answers this door: the first one set up, None on a new installation."""
    found = select(Organisation).where(Organisation.kind == "center", Organisation.closed.is_(False))
    return db.scalar(found.order_by(Organisation.id).limit(1))


def committees(db: Db, center_id: uuid.UUID) -> Sequence[Organisation]:
    """The people's mediation committees that work with a centre, by name."""
    found = select(Organisation).where(Organisation.kind == "committee", Organisation.center_id == center_id)
    return db.scalars(found.where(Organisation.closed.is_(False)).order_by(Organisation.name_zh)).all()


def register(db: Db) -> Sequence[Organisation]:
    """The public register: centres and committees with their phones."""
    found = select(Organisation).where(Organisation.kind.in_(("center", "committee")), Organisation.closed.is_(False))
    return db.scalars(found.order_by(Organisation.kind, Organisation.name_zh)).all()


def venues(db: Db, organisation_ids: Sequence[uuid.UUID]) -> Sequence[Venue]:
    """The open rooms of some organisations."""
    found = select(Venue).where(Venue.organisation_id.in_(organisation_ids), Venue.closed.is_(False))
    return db.scalars(found.order_by(Venue.name_zh)).all()


def area(db: Db, code: str) -> Area | None:
    """A place by its code."""
    return db.get(Area, code)
