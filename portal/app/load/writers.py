"""Putting sheets into the tables: COPY on PostgreSQL, long transactions of executemany on SQLite."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, text

from portal.app.load.sheets import Sheet, tables


def write(connection: Connection, sheets: Mapping[str, Sheet]) -> None:
    """Write a batch in the transaction of this connection, each table after those it points to."""
    if not connection.in_transaction():
        connection.begin()
    put = _copy if connection.dialect.name == "postgresql" else _insert
    for table in tables():
        if table.name in sheets:
            put(connection.connection.driver_connection, table.name, sheets[table.name])


def _copy(raw: Any, table: str, sheet: Sheet) -> None:
    with raw.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(sheet.columns)}) FROM STDIN") as copy:
        copy.write(sheet.body)


def _insert(raw: Any, table: str, sheet: Sheet) -> None:
    marks = ", ".join("?" * len(sheet.columns))
    raw.executemany(f"INSERT INTO {table} ({', '.join(sheet.columns)}) VALUES ({marks})", sheet.body)


def tidy(engine: Engine) -> None:
    """On PostgreSQL do at once what its own housekeeping would do within minutes."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM (ANALYZE)"))
