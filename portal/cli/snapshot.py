"""A database as it is at one moment, in one file, and back: SQLite by its online copy, PostgreSQL by its own tools."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, func, inspect, make_url, select, table, text

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
        counts = _count_sqlite(new)
        head = _plain(new.execute(HEAD).fetchone())
    old.close()
    new.close()
    return {**_described("sqlite", target, counts), "head": head}


def _count_sqlite(database: sqlite3.Connection) -> dict[str, int]:
    names = [row[0] for row in database.execute("select name from sqlite_master where type = 'table' order by name")]
    return {name: database.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}


def count_tables(database: Database) -> dict[str, int]:
    """How many rows each table has, as a backup counts them."""
    if database.is_sqlite:
        with sqlite3.connect(f"file:{database.engine.url.database}?mode=ro", uri=True) as found:
            return _count_sqlite(found)
    with database.engine.connect() as connection:
        return _count_postgres(connection)


def tables_of(connection: Connection) -> dict[str, tuple[str, str]]:
    """All but PostgreSQL's own, by schema and name; those of counselling stand in a schema of theirs."""
    look = inspect(connection)
    found: dict[str, tuple[str, str]] = {}
    for schema in look.get_schema_names():
        if schema != "information_schema":
            shown = "" if schema == "public" else f"{schema}."
            found |= {f"{shown}{name}": (schema, name) for name in look.get_table_names(schema)}
    return dict(sorted(found.items()))


def _count_postgres(connection: Connection) -> dict[str, int]:
    return {shown: _count(connection, *where) for shown, where in tables_of(connection).items()}


def load_postgres(url: str, dump: Path) -> None:
    """pg_restore into an empty database, all of it or nothing."""
    if shutil.which("pg_restore") is None:
        raise CannotBackUp("pg_restore is not installed (package postgresql-client)")
    address, secret = _address(make_url(url))
    command = ["pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    command += ["--no-password", f"--dbname={address}", str(dump)]
    done = subprocess.run(command, env={**os.environ, **secret}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBackUp(f"pg_restore said: {done.stderr.strip()}")


def _address(url: URL) -> tuple[str, dict[str, str]]:
    """How PostgreSQL's own programs are told where to go; a password goes by the environment, not by the list of
    processes."""
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    return url.set(drivername="postgresql", password=None).render_as_string(), secret


def dump_postgres(database: Database, target: Path) -> dict[str, Any]:
    """pg_dump and our counts see the same snapshot."""
    if shutil.which("pg_dump") is None:
        raise CannotBackUp("pg_dump is not installed (package postgresql-client)")
    with database.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.scalar(text("select pg_export_snapshot()"))
        _pg_dump(database, str(snapshot), target)
        counts = _count_postgres(connection)
        head = _plain(connection.execute(text(HEAD)).first())
        connection.rollback()
    return {**_described("postgresql", target, counts), "head": head}


def _pg_dump(database: Database, snapshot: str, target: Path) -> None:
    address, secret = _address(database.engine.url)
    command = ["pg_dump", "--format=custom", "--no-password", f"--snapshot={snapshot}", f"--file={target}", address]
    done = subprocess.run(command, env={**os.environ, **secret}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBackUp(f"pg_dump said: {done.stderr.strip()}")


def _plain(head: Any) -> dict[str, Any] | None:
    return {"seq": head[0], "hash": head[1].hex(), "signature": head[2].hex()} if head else None


def _count(connection: Connection, schema: str, name: str) -> int:
    return connection.scalar(select(func.count()).select_from(table(name, schema=schema))) or 0


def _described(engine: str, target: Path, counts: dict[str, int]) -> dict[str, Any]:
    size = target.stat().st_size
    return {"engine": engine, "file": target.name, "bytes": size, "sha256": sha256(target), "tables": counts}
