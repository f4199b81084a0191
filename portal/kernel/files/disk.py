"""Sealed bytes on disk under random names, safely there before anybody speaks of them."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from portal.kernel.files.refusals import FileRefused
from portal.kernel.files.rules import MEGABYTE

RESERVE = 100 * MEGABYTE
"""Left free for the database, which lies on the same disk in an embedded installation."""
FULL = (errno.ENOSPC, errno.EDQUOT)


def write(root: Path, sealed: bytes) -> str:
    """Write under a new random name, fsync file and folder, answer the name."""
    name = secrets.token_hex(20)
    path = place(root, name)
    try:
        _make_folder(root, path.parent)
        if shutil.disk_usage(path.parent).free < len(sealed) + RESERVE:
            raise FileRefused("disk_full")
        _write_through(path, sealed)
    except OSError as error:
        path.unlink(missing_ok=True)
        if error.errno in FULL:
            raise FileRefused("disk_full") from error
        raise
    return name


def place(root: Path, name: str) -> Path:
    """Where a name lies: 256 folders keep each of them small."""
    return root / name[:2] / name


def _make_folder(root: Path, folder: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sync_folder(root)


def _write_through(path: Path, sealed: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(root: Path, name: str) -> bytes:
    """The sealed bytes."""
    return place(root, name).read_bytes()


def remove(root: Path, name: str) -> None:
    """Take a file away; it may be gone already."""
    place(root, name).unlink(missing_ok=True)


def older_than(root: Path, limit: datetime) -> Iterator[list[str]]:
    """Folder by folder, the names last written before ``limit``."""
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        files = [entry for entry in os.scandir(folder) if entry.is_file()]
        names = [f.name for f in files if datetime.fromtimestamp(f.stat().st_mtime, UTC) < limit]
        if names:
            yield names
