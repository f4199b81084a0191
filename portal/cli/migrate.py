"""``onedoor migrate``: bring the database up to date."""

from pathlib import Path

import click
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from portal.cli.environment import settings
from portal.kernel.settings import Settings

VERSIONS = Path(__file__).parent.parent / "migrations" / "versions"


@click.command("migrate")
def migrate_command() -> None:
    """Create or upgrade the tables; safe to run again."""
    known = settings()
    if not is_current(known):
        _bring(known)
    click.echo("数据库已是最新。The database is up to date.")


def is_current(known: Settings) -> bool:
    """Whether the last revision stands in the database already: asked without the house, at every start."""
    url = make_url(known.database)
    if url.drivername == "sqlite" and not Path(url.database or "").exists():
        return False
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            found = connection.scalar(text("select version_num from alembic_version"))
    except DBAPIError:
        return False
    return bool(found == max(path.name.split("_")[0] for path in VERSIONS.glob("[0-9]*.py")))


def _bring(known: Settings) -> None:
    from alembic.util.exc import CommandError

    from portal.app.schema import upgrade
    from portal.cli.house import build, no_answer, portal_of

    portal = portal_of(build(known))
    try:
        upgrade(portal.database.engine)
    except DBAPIError as error:
        raise click.ClickException(no_answer(error)) from error
    except CommandError as error:
        raise click.ClickException(
            f"数据库的表不是这一版程序认得的。The tables are not those of this version of the program: {error}"
        ) from error
    portal.database.dispose()
