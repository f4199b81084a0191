"""``onedoor tick``: one round of the worker, for cron or for a look."""

import click

from portal.cli.house import portal_of, ready, round_of
from portal.kernel.worker.queries import dead_by_kind


@click.command("tick")
def tick_command() -> None:
    """Do once whatever is due now, and end."""
    portal = portal_of(ready())
    done = round_of(portal).whole()
    with portal.database.reading() as db:
        dead = sum(count for _kind, count in dead_by_kind(db))
    click.echo(f"办了 {done} 项，失败清单上有 {dead} 项。Tried {done}; {dead} on the dead-letter list.")
    portal.database.dispose()
