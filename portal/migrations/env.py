"""Run by Alembic: all tables of all parts, on the engine it is given, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from portal.app.features import FEATURES
from portal.kernel.db import Base

OWN = "portal.kernel.db.types"


def render(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Our own column types by name, so that a migration reads like the model."""
    if kind == "type" and type(item).__module__ == OWN:
        return f"types.{type(item).__name__}()"
    return False


@contextmanager
def references_loosened(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew: while that goes on nobody misses the old one, and before the commit
    all references lead somewhere again, or nothing of this is kept."""
    if connection.dialect.name != "sqlite":
        yield
        connection.commit()
        return
    raw: Any = connection.connection.driver_connection
    (were_on,) = raw.execute("PRAGMA foreign_keys").fetchone()
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if lost:
            raise RuntimeError(f"{len(lost)} rows point to rows that are not there: {sorted({row[0] for row in lost})}")
        connection.commit()
    finally:
        connection.rollback()
        raw.execute(f"PRAGMA foreign_keys={were_on}")


def run() -> None:
    """Upgrade, downgrade or compare."""
    with context.config.attributes["engine"].connect() as connection:
        if connection.dialect.name == "postgresql":  # counselling has a schema of its own (decision 026)
            connection.exec_driver_sql("set search_path to public, counseling")
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            render_item=render,
            user_module_prefix="types.",
        )
        with references_loosened(connection), context.begin_transaction():
            context.run_migrations()


assert FEATURES
run()
