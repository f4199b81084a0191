"""On PostgreSQL the tables stand in a schema of their own: a role that may read all the rest sees none of them.

SQLite has no schemas: there they are tables beside the others (docs/decisions/026-counselling-apart.md).
"""

from typing import Any

from flask import Flask
from sqlalchemy import Connection, MetaData, Table, event

from portal.kernel.db import Base

SCHEMA = "counseling"
PREFIX = "counseling_"
PATH = f"set search_path to public, {SCHEMA}"


def move_tables(_metadata: MetaData, connection: Connection, tables: Any = (), **_how: Any) -> None:
    """After tables were made from the models: ours go where they belong (a migration says so itself)."""
    ours = [table.name for table in tables if isinstance(table, Table) and table.name.startswith(PREFIX)]
    if connection.dialect.name != "postgresql" or not ours:
        return
    connection.exec_driver_sql(f"create schema if not exists {SCHEMA}")
    for name in ours:
        connection.exec_driver_sql(f"alter table {name} set schema {SCHEMA}")


def _look_there_too(raw: Any, _record: Any) -> None:
    before, raw.autocommit = raw.autocommit, True
    with raw.cursor() as cursor:
        cursor.execute(PATH)
    raw.autocommit = before


def install(app: Flask) -> None:
    """Let this house's connections find the schema."""
    database = app.extensions["portal"].database
    for engine in () if database.is_sqlite else (database.engine, database.reader):
        event.listen(engine.pool, "connect", _look_there_too)


event.listen(Base.metadata, "after_create", move_tables)
