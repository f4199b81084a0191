"""``onedoor migrate``: bring the database up to date."""

import click
from alembic.util.exc import CommandError
from sqlalchemy.exc import DBAPIError

from portal.app.schema import upgrade
from portal.cli.house import build, no_answer, portal_of, settings


@click.command("migrate")
def migrate_command() -> None:
    """Create or upgrade the tables; safe to run again."""
    portal = portal_of(build(settings()))
    try:
        upgrade(portal.database.engine)
    except DBAPIError as error:
        raise click.ClickException(no_answer(error)) from error
    except CommandError as error:
        raise click.ClickException(
            f"数据库的表不是这一版程序认得的。The tables are not those of this version of the program: {error}"
        ) from error
    portal.database.dispose()
    click.echo("数据库已是最新。The database is up to date.")
