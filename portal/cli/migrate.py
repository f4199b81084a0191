"""``onedoor migrate``: bring the database up to date."""

import click

from portal.app import create_app
from portal.app.schema import upgrade
from portal.kernel.settings import Settings


@click.command("migrate")
def migrate_command() -> None:
    """Create or upgrade the tables; safe to run again."""
    settings = Settings.from_env()
    settings.data.mkdir(parents=True, exist_ok=True)
    portal = create_app(settings).extensions["portal"]
    upgrade(portal.database.engine)
    click.echo("数据库已是最新。The database is up to date.")
