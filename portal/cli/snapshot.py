"""A database as it is at one moment, in one file: SQLite by its online copy, PostgreSQL by pg_dump."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, inspect, select, table, text

from portal.kernel.db import Database

HEAD = "select seq, hash, signature from audit_links order by seq desc limit 1"
"""The head of the audit chain as it is in the copy: a restored house needs it beside its database."""


class CannotBackUp(Exception):
    """Says why, in a sentence."""


def sha256(path: Path) -> str:
    """The hash of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def dump_sqlite(source: str, target: Path) -> dict[str, Any]:
    """Copy a database in use, and check the copy."""
    with sqlite3.connect(f"file:{source}?mode=ro", uri=True) as old, sqlite3.connect(target) as new:
        old.backup(new)  # all at once: in WAL mode nobody waits for it, in steps each write would start it anew
        new.execute("pragma journal_mode=delete")  # one file, without a log beside it
        verdict = new.execute("pragma integrity_check").fetchone()[0]
        if verdict != "ok":
            raise CannotBackUp(f"the copy of the database is damaged: {verdict}")
        names = [row[0] for row in new.execute("select name from sqlite_master where type = 'table' order by name")]
        counts = {name: new.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}
        head = _plain(new.execute(HEAD).fetchone())
    old.close()
    new.close()
    return {**_described("sqlite", target, counts), "head": head}


def dump_postgres(database: Database, target: Path) -> dict[str, Any]:
    """pg_dump and our counts see the same snapshot."""
    if shutil.which("pg_dump") is None:
        raise CannotBackUp("pg_dump is not installed (package postgresql-client)")
    with database.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.scalar(text("select pg_export_snapshot()"))
        _pg_dump(database, str(snapshot), target)
        counts = {name: _count(connection, name) for name in sorted(inspect(connection).get_table_names())}
        head = _plain(connection.execute(text(HEAD)).first())
        connection.rollback()
    return {**_described("postgresql", target, counts), "head": head}


def _pg_dump(database: Database, snapshot: str, target: Path) -> None:
    url = database.engine.url
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    address = url.set(drivername="postgresql", password=None).render_as_string()
    command = ["pg_dump", "--format=custom", "--no-password", f"--snapshot={snapshot}", f"--file={target}", address]
    done = subprocess.run(command, env={**os.environ, **secret}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBackUp(f"pg_dump said: {done.stderr.strip()}")


def _plain(head: Any) -> dict[str, Any] | None:
    return {"seq": head[0], "hash": head[1].hex(), "signature": head[2].hex()} if head else None


def _count(connection: Connection, name: str) -> int:
    return connection.scalar(select(func.count()).select_from(table(name))) or 0


def _described(engine: str, target: Path, counts: dict[str, int]) -> dict[str, Any]:
    size = target.stat().st_size
    return {"engine": engine, "file": target.name, "bytes": size, "sha256": sha256(target), "tables": counts}
