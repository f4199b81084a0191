"""A PostgreSQL database of this process, emptied after each test: to make a new one takes longer than most tests do."""

import uuid
from collections.abc import Callable

from sqlalchemy import Connection, MetaData, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

OTHERS = text(
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where datname = current_database() and pid <> pg_backend_pid()"
)
SHAPE = text(
    "select (select count(*) from pg_class), (select count(*) from pg_attribute), (select count(*) from pg_constraint),"
    " (select count(*) from pg_trigger), (select count(*) from pg_proc)"
)
"""Whoever has changed more than rows gives back something else."""


class Emptied:
    """Gives the address of an empty database with all tables, again and again the same one."""

    def __init__(self, server: str, template: Callable[[], str], run: Callable[[str], None], tables: MetaData) -> None:
        self._server, self._template, self._run = server.rsplit("/", 1)[0], template, run
        names = [f"{table.schema}.{table.name}" if table.schema else table.name for table in tables.sorted_tables]
        self._full = text(" union all ".join(f"select '{one}' where exists (select from {one})" for one in names))
        self._name, self._shape = "", ()

    def take(self) -> str:
        """The address of the database, which is made if there is none."""
        if not self._name:
            self._name = f"test_{uuid.uuid4().hex[:12]}"
            self._run(f"create database {self._name} template {self._template()}")
            with self._connected() as connection:
                self._shape = tuple(connection.execute(SHAPE).one())
        return f"{self._server}/{self._name}"

    def give_back(self) -> None:
        """Empty it; one in which tables or rules were changed is thrown away."""
        try:
            with self._connected() as connection, connection.begin():
                connection.execute(OTHERS)
                if tuple(connection.execute(SHAPE).one()) != self._shape:
                    raise ValueError("not as it was")
                full = connection.scalars(self._full).all()
                connection.execute(text("set local session_replication_role = replica"))
                for name in full:
                    connection.execute(text(f"delete from {name}"))
        except (DBAPIError, ValueError):
            self.throw_away()

    def throw_away(self) -> None:
        """No longer there."""
        if self._name:
            self._run(f"drop database if exists {self._name} with (force)")
        self._name = ""

    def _connected(self) -> Connection:
        return create_engine(f"{self._server}/{self._name}", poolclass=NullPool).connect()
