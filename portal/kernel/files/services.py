"""Taking a file in, giving it out, letting it go."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import object_session

from portal.kernel import clock
from portal.kernel.crypto import keyring
from portal.kernel.db import Db, new_id
from portal.kernel.db.database import after_commit
from portal.kernel.files import copies, disk, kinds, pool
from portal.kernel.files.models import StoredFile
from portal.kernel.files.refusals import FileRefused
from portal.kernel.files.rules import shown_name
from portal.kernel.settings import Settings

__all__ = [
    "FileRefused",
    "Prepared",
    "StoredFile",
    "discard",
    "keep",
    "prepare",
    "prepare_all",
    "read",
    "store",
    "thumbnail",
]

FOLDER = "files"
NONCE = 12
SEALING = NONCE + 16
"""So much longer is a sealed file than what is in it: AES-GCM adds its tag."""


@dataclass(frozen=True)
class Prepared:
    """A file that is typed, cleaned, sealed and safely on disk; only its row is missing."""

    row: StoredFile


def prepare(data: bytes, name: str | None, settings: Settings, *, exactly: bool = False) -> Prepared:
    """The slow part, which needs no database: call it before the transaction begins. Raises FileRefused.

    ``exactly``: byte for byte, with all it tells. For papers made here, whose seals cover each byte, and for files that
    are only examined and never given out.
    """
    return Prepared(pool.one_at_a_time(_prepare, data, name, settings.data / FOLDER, exactly))


def prepare_all(
    db: Db, uploads: Sequence[tuple[bytes, str]], settings: Settings, *, exactly: bool = False
) -> tuple[list[Prepared], list[tuple[str, str]]]:
    """Prepare several uploads of one page: those taken, and (name, sentence) of those refused.

    The transaction of the page is given back first, so that nobody waits while pictures are worked on: call this before
    anything was changed, and load again whatever is used afterwards.
    """
    db.rollback()
    taken: list[Prepared] = []
    refused: list[tuple[str, str]] = []
    for data, name in uploads:
        try:
            taken.append(prepare(data, name, settings, exactly=exactly))
        except FileRefused as refusal:
            refused.append((name, refusal.sentence))
    return taken, refused


def keep(db: Db, prepared: Prepared) -> StoredFile:
    """Register a prepared file. If this transaction fails, the bytes are swept away later."""
    db.add(prepared.row)
    db.flush()
    return prepared.row


def store(db: Db, data: bytes, name: str | None, settings: Settings) -> StoredFile:
    """Prepare and keep at once, where nobody waits for the database."""
    return keep(db, prepare(data, name, settings))


def read(file: StoredFile, original: bool = False) -> bytes:
    """The bytes that others see, or the original as it came."""
    part = "original" if original and file.original_path else "shared"
    return _open(file, file.original_path if part == "original" else file.path, part)


def thumbnail(file: StoredFile) -> bytes | None:
    """A small JPEG of a photo."""
    return _open(file, file.thumbnail_path, "thumbnail") if file.thumbnail_path else None


def discard(db: Db, file: StoredFile) -> None:
    """Forget a file that belongs to nothing; its bytes go when this transaction has really happened."""
    root = _root(file)
    for name in (file.path, file.original_path, file.thumbnail_path):
        if name:
            after_commit(db, lambda name=name: disk.remove(root, name))  # type: ignore[misc]
    db.delete(file)


def _prepare(data: bytes, name: str | None, root: Path, exactly: bool) -> StoredFile:
    mime = kinds.type_of(data)
    row = StoredFile(id=new_id(), created_at=clock.now(), original_type=mime, original_size=len(data))
    row.original_sha256 = hashlib.sha256(data).hexdigest()
    key = secrets.token_bytes(32)
    row.key_sealed = keyring().seal("evidence", key, _bound(row.id, "key"))
    shared, row.media_type, small = (data, mime, None) if exactly else copies.shared(data, mime)
    if small is not None:
        row.thumbnail_path = disk.write(root, _sealed(key, row.id, "thumbnail", small))
    if shared != data:
        row.original_path = disk.write(root, _sealed(key, row.id, "original", data))
    row.path = disk.write(root, _sealed(key, row.id, "shared", shared))
    row.sha256, row.size = hashlib.sha256(shared).hexdigest(), len(shared)
    row.name = shown_name(name, row.media_type)
    return row


def _sealed(key: bytes, row_id: uuid.UUID, part: str, plain: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, _bound(row_id, part).encode())


def _open(file: StoredFile, name: str | None, part: str) -> bytes:
    assert name is not None
    sealed = disk.read(_root(file), name)
    key = keyring().open("evidence", file.key_sealed, _bound(file.id, "key"))
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], _bound(file.id, part).encode())


def _bound(row_id: uuid.UUID, part: str) -> str:
    return f"files.{part}:{row_id.hex}"


def _root(file: StoredFile) -> Path:
    session = object_session(file)
    if session is None:
        raise LookupError("a file is read in the session that found it")
    settings: Settings = session.info["settings"]
    return settings.data / FOLDER
