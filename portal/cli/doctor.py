"""``onedoor doctor``: is the house well? Clear sentences, and status 1 when something is not."""

import click
from sqlalchemy import make_url

from portal.cli import house
from portal.cli.checks import examine
from portal.cli.finding import BAD, GOOD, NOTE

MARKS = {GOOD: "[好 ok]", NOTE: "[注意 note]", BAD: "[故障 trouble]"}


@click.command("doctor")
@click.option("--deep", is_flag=True, help="Open every stored file and compare it with its hash, too.")
def doctor_command(deep: bool) -> None:
    """Look at database, worker, disk, files, clocks, fonts, keys, e-mail, Redis, failed jobs and the last backup."""
    settings = house.settings()
    if not settings.data.is_dir() and make_url(settings.database).get_backend_name() == "sqlite":
        raise click.ClickException(f"没有数据文件夹 {settings.data}。There is no data folder; start with ./run")
    portal = house.portal_of(house.build(settings))
    troubles = 0
    for finding in examine(portal, deep=deep):
        troubles += finding.level == BAD
        click.echo(f"{MARKS[finding.level]} {finding.what}: {finding.sentence}")
    portal.database.dispose()
    if troubles:
        raise click.ClickException(f"有 {troubles} 处故障。Troubles: {troubles}.")
