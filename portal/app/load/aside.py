"""Setting foreign keys aside while a table is filled: checked whole afterwards, they cost a tenth of row by row."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

FOUND = text(
    "select conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) from pg_constraint"
    " where contype = 'f' and conparentid = 0 and connamespace = current_schema()::regnamespace order by 1, 2"
)


@contextmanager
def foreign_keys_aside(connection: Connection) -> Iterator[None]:
    """PostgreSQL only, inside one transaction: nobody sees the tables without them, and a wrong row undoes it all."""
    keys = connection.execute(FOUND).all()
    for table, name, _definition in keys:
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    yield
    for table, name, definition in keys:
        connection.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"))
