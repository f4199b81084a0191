"""``onedoor upgrade DIR``: a backup first, then the tables of this version; all of them or none."""

from pathlib import Path

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from portal.app import Portal, create_app
from portal.app.schema import config, upgrade
from portal.cli import house
from portal.cli.backup import make_backup
from portal.kernel.worker import queries


@click.command("upgrade")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def upgrade_command(folder: Path) -> None:
    """Back up into DIR, then bring the tables to this version. Stop web and worker first."""
    portal = house.portal_of(create_app(house.settings()))
    before, newest = revisions(portal)
    if before is None:
        raise click.ClickException(
            "这里还没有数据库，请运行 onedoor migrate。There is no database yet; run: onedoor migrate"
        )
    if before == newest:
        click.echo(f"表已是最新（{newest}），没有改动。The tables are up to date ({newest}); nothing was changed.")
        return
    _require_rest(portal)
    made = make_backup(portal, folder)
    try:
        upgrade(portal.database.engine)
    except (CommandError, SQLAlchemyError) as error:
        raise click.ClickException(
            f"没有升级，数据和原来一样；备份在 {made}。Not upgraded, all is as it was; the backup is {made}: {error}"
        ) from error
    portal.database.dispose()
    click.echo(f"已从 {before} 升级到 {newest}；之前的备份在 {made}。Upgraded; the backup from before is {made}.")


def revisions(portal: Portal) -> tuple[str | None, str | None]:
    """The revision of the tables, and the newest that this version of the program knows."""
    history = ScriptDirectory.from_config(config(portal.database.engine))
    with portal.database.reading() as db:
        current = MigrationContext.configure(db.connection()).get_current_revision()
    if current is not None and current not in {script.revision for script in history.walk_revisions()}:
        raise click.ClickException(
            f"数据库比程序新（{current}），请用新版本的程序。The database is newer than this program; use a newer one."
        )
    return current, history.get_current_head()


def _require_rest(portal: Portal) -> None:
    """A worker at work would read tables that are being changed."""
    with portal.database.reading() as db:
        if queries.alive(db):
            raise click.ClickException(
                "后台程序还在运行，请先停止 web 和 worker（停止后最多等三分钟）。"
                "The worker is still running; stop web and worker first (one that was killed counts for three minutes)."
            )
