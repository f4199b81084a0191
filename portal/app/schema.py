"""Bringing the tables up and down: Alembic on the one linear history in portal/migrations."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

FOLDER = Path(__file__).parent.parent / "migrations"


def config(engine: Engine) -> Config:
    """Alembic's view of this database."""
    found = Config()
    found.set_main_option("script_location", str(FOLDER))
    found.attributes["engine"] = engine
    return found


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring a database up to date (or to a revision)."""
    command.upgrade(config(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take a database back to a revision."""
    command.downgrade(config(engine), revision)


def check(engine: Engine) -> None:
    """Raise if the models and the history have parted."""
    command.check(config(engine))
