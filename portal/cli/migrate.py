"""``onedoor migrate``: bring the database up to date."""

import click

from portal.app import create_app
from portal.app.schema import upgrade
from portal.cli.house import settings


@click.command("migrate")
def migrate_command() -> None:
    """Create or upgrade the tables; safe to run again."""
    known = settings()
    known.data.mkdir(parents=True, exist_ok=True)
    portal = create_app(known).extensions["portal"]
    upgrade(portal.database.engine)
    click.echo("数据库已是最新。The database is up to date.")
