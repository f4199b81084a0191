"""How rows are named, typed, read and changed: the one door to the database."""

from portal.kernel.db.base import Base, Identified, Versioned
from portal.kernel.db.database import Database, Db
from portal.kernel.db.ids import new_id, new_secret_id
from portal.kernel.db.memo import remembered
from portal.kernel.db.types import Fen, Id, Instant

__all__ = [
    "Base",
    "Database",
    "Db",
    "Fen",
    "Id",
    "Identified",
    "Instant",
    "Versioned",
    "new_id",
    "new_secret_id",
    "remembered",
]
