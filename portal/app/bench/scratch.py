"""Houses made only to be measured: a database of their own, loaded, and gone afterwards."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, make_url, text

from portal.app import create_app
from portal.app.load.run import load
from portal.kernel.db import Base, Database
from portal.kernel.settings import Settings

SEED = 1


@contextmanager
def loaded_house(data: Path, matters: int, server: str | None) -> Iterator[Flask]:
    """A house with so many matters, on SQLite in ``data`` or in a new database of this PostgreSQL server."""
    with _database(data, matters, server) as url:
        app = create_app(Settings(data=data, database_url=url, zone="Asia/Shanghai"))
        database: Database = app.extensions["portal"].database
        try:
            Base.metadata.create_all(database.engine)
            load(database, matters, SEED)
            yield app
        finally:
            database.dispose()


@contextmanager
def _database(data: Path, matters: int, server: str | None) -> Iterator[str]:
    if server is None:
        file = data / f"bench-{matters}.sqlite3"
        yield f"sqlite:///{file}"
        return
    name = f"onedoor_bench_{matters}_{secrets.token_hex(4)}"
    _tell(server, f'CREATE DATABASE "{name}"')
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _tell(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def reach(server: str) -> None:
    """Fail now rather than after the long part."""
    _tell(server, "SELECT 1")


def _tell(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
