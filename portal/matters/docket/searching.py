"""Which matters a search may mean: by the beginning of a name or code through an index, else anywhere in them.

What is found is not shown: ``queries.found`` keeps of it only what lies in the place.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select

from portal.kernel.db import Db
from portal.matters.docket.queries import Place
from portal.matters.docket.rules import CANDIDATES, NAMES, Search, after_name
from portal.matters.models import Matter, Party
from portal.people.persons.models import Person


def beginning(db: Db, place: Place, search: Search) -> Sequence[uuid.UUID] | None:
    """Whose code or name begins like this; None when they are too many."""
    if search.name:
        return _few(db, _parties(place, Person.name >= search.name, Person.name < after_name(search.name)))
    if search.codes is None:
        return ()
    low, high = search.codes
    return _few(db, select(Matter.id).where(Matter.code >= low, Matter.code <= high))


def anywhere(db: Db, place: Place, search: Search) -> Sequence[uuid.UUID] | None:
    """Whose name contains this, or whose code these digits; None when they are too many.

    Names and codes are read from their indexes alone, from end to end, and only then the rows of those that fit.
    """
    if search.run:
        codes = db.scalars(select(Matter.code).where(Matter.code.contains(search.run)).limit(CANDIDATES + 1)).all()
        return _few(db, select(Matter.id).where(Matter.code.in_(codes))) if len(codes) <= CANDIDATES else None
    if not search.name:
        return beginning(db, place, search)
    names = db.scalars(_names(place, search.name)).all()
    return _few(db, _parties(place, Person.name.in_(names))) if len(names) <= NAMES else None


def _names(place: Place, part: str) -> Select[str]:
    """Letters are compared without regard to case; most names have none."""
    letters = part.lower() != part.upper()
    fits = Person.name.icontains(part, autoescape=True) if letters else Person.name.contains(part, autoescape=True)
    return select(Person.name).where(fits, *_of_centre(place)).group_by(Person.name).limit(NAMES + 1)


def _parties(place: Place, *fits: ColumnElement[bool]) -> Select[uuid.UUID]:
    hits = select(Party.matter_id).join(Person, Person.id == Party.person_id)
    return hits.where(*fits, *_of_centre(place))


def _of_centre(place: Place) -> Sequence[ColumnElement[bool]]:
    centre = place.organisation.center_id or place.organisation.id if place.organisation else None
    return (Person.center_id == centre,) if centre is not None else ()


def _few(db: Db, hits: Select[uuid.UUID]) -> Sequence[uuid.UUID] | None:
    ids = db.scalars(hits.limit(CANDIDATES + 1)).all()
    return None if len(ids) > CANDIDATES else ids
