"""Rows compared with the disk: which files are missing, which have changed, which cannot be opened."""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from sqlalchemy import Select, select

from portal.kernel.db import Database
from portal.kernel.files import disk
from portal.kernel.files.models import StoredFile
from portal.kernel.files.services import FOLDER, SEALING, read, thumbnail

PORTION = 200
MISSING, CHANGED, DAMAGED = "missing", "changed", "damaged"


@dataclass(frozen=True)
class Loss:
    """One part of one file: ``missing``, ``changed`` (another size or hash), ``damaged`` (it cannot be opened)."""

    file_id: uuid.UUID
    part: str
    name: str
    how: str

    def __str__(self) -> str:
        return f"{self.how}: {self.file_id} {self.part} ({FOLDER}/{self.name[:2]}/{self.name})"


def losses(database: Database, root: Path, *, deep: bool) -> Iterator[Loss]:
    """By existence and size; ``deep`` opens each file and compares its hash. A file let go meanwhile is no loss."""
    last: uuid.UUID | None = None
    while True:
        with database.reading() as db:
            found = list(db.scalars(_after(last)))
            bad = [loss for file in found for loss in _of(file, root, deep)]
        if bad:
            with database.reading() as db:
                still = set(db.scalars(select(StoredFile.id).where(StoredFile.id.in_([loss.file_id for loss in bad]))))
            yield from (loss for loss in bad if loss.file_id in still)
        if not found:
            return
        last = found[-1].id


def _after(last: uuid.UUID | None) -> Select[StoredFile]:
    asked = select(StoredFile).order_by(StoredFile.id).limit(PORTION)
    return asked if last is None else asked.where(StoredFile.id > last)


def _of(file: StoredFile, root: Path, deep: bool) -> Iterator[Loss]:
    sizes = {"shared": file.size, "original": file.original_size, "thumbnail": None}
    names = {"shared": file.path, "original": file.original_path, "thumbnail": file.thumbnail_path}
    for part, name in names.items():
        if name is not None:
            how = _trouble(file, part, disk.place(root, name), sizes[part], deep)
            if how:
                yield Loss(file.id, part, name, how)


def _trouble(file: StoredFile, part: str, path: Path, size: int | None, deep: bool) -> str | None:
    try:
        there = path.stat().st_size
        if size is not None and there != size + SEALING:
            return CHANGED
        return _changed(file, part) if deep else None
    except FileNotFoundError:
        return MISSING
    except (OSError, InvalidTag, ValueError, KeyError):
        return DAMAGED


def _changed(file: StoredFile, part: str) -> str | None:
    """Whoever changes a byte cannot seal it again; the hash tells of a row and a file that were never one another's."""
    if part == "thumbnail":
        thumbnail(file)
        return None
    known = file.sha256 if part == "shared" else file.original_sha256
    return None if hashlib.sha256(read(file, original=part == "original")).hexdigest() == known else CHANGED
