"""Sweeping away bytes whose row was never committed."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from portal.kernel import clock
from portal.kernel.db import Database
from portal.kernel.files import disk
from portal.kernel.files.models import StoredFile
from portal.kernel.files.services import FOLDER
from portal.kernel.outbox import Job

GRACE = timedelta(days=1)
COLUMNS = (StoredFile.path, StoredFile.original_path, StoredFile.thumbnail_path)


def sweep(job: Job) -> None:
    """Daily: remove what lies on disk for a day and stands in no row."""
    root: Path = job.database.services["settings"].data / FOLDER
    for names in disk.older_than(root, clock.now() - GRACE):
        for name in set(names) - _known(job.database, names):
            disk.remove(root, name)


def _known(database: Database, names: list[str]) -> set[str]:
    with database.reading() as db:
        return {name for column in COLUMNS for name in db.scalars(select(column).where(column.in_(names))) if name}
