"""Taking the next number of a series."""

import uuid

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from portal.documents.numbering.models import PaperCounter
from portal.kernel.db import Db


def take_number(db: Db, organisation_id: uuid.UUID, series: str, year: int) -> int:
    """The next number, taken in this transaction: if it is rolled back, nobody ever had the number.

    Whoever comes at the same moment waits for the row, so that numbers follow each other without a gap (DESIGN §4.5).
    """
    taken = _next(db, organisation_id, series, year)
    if taken is None:
        _begin(db, organisation_id, series, year)
        taken = _next(db, organisation_id, series, year)
    assert taken is not None
    return taken


def _next(db: Db, organisation_id: uuid.UUID, series: str, year: int) -> int | None:
    row = update(PaperCounter).where(
        PaperCounter.organisation_id == organisation_id, PaperCounter.series == series, PaperCounter.year == year
    )
    return db.scalar(row.values(last=PaperCounter.last + 1).returning(PaperCounter.last))


def _begin(db: Db, organisation_id: uuid.UUID, series: str, year: int) -> None:
    """The first of the year; of two who come at once one writes the row."""
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(PaperCounter).values(organisation_id=organisation_id, series=series, year=year, last=0)
    db.execute(row.on_conflict_do_nothing())
