"""Run by Alembic: all tables of all parts, on the engine it is given, in one transaction."""

from typing import Any, Literal

from alembic import context

from portal.app.features import FEATURES
from portal.kernel.db import Base

OWN = "portal.kernel.db.types"


def render(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Our own column types by name, so that a migration reads like the model."""
    if kind == "type" and type(item).__module__ == OWN:
        return f"types.{type(item).__name__}()"
    return False


def run() -> None:
    """Upgrade, downgrade or compare."""
    with context.config.attributes["engine"].connect() as connection:
        if connection.dialect.name == "postgresql":  # counselling has a schema of its own (decision 021)
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
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


assert FEATURES
run()
