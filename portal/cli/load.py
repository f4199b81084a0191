"""``onedoor load``: fill a house with fictitious matters, to see how it fares with many."""

import json

import click

from portal.app.load.run import load, matters_there
from portal.cli.house import portal_of, ready

MOST = 5_000_000
TOLD_EVERY = 10_000


@click.command("load")
@click.option("--matters", type=click.IntRange(1, MOST), required=True, help="How many.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same county.")
@click.option("--more", is_flag=True, help="Although there are matters already.")
def load_command(matters: int, seed: int, more: bool) -> None:
    """Add fictitious matters with parties, stories, mediations, rooms and messages; prints figures as JSON."""
    database = portal_of(ready()).database
    there = matters_there(database)
    if there and not more:
        raise click.ClickException(
            f"这里已经有 {there} 件事项，没有改动。要在真实或演示数据里再加虚构事项，请写 --more。"
            f" There are {there} matters here already, nothing was changed; to add made-up ones, say --more."
        )
    figures = load(database, matters, seed, _told)
    database.dispose()
    click.echo(json.dumps(figures.plain(), ensure_ascii=False, indent=2))


def _told(done: int) -> None:
    if done % TOLD_EVERY == 0:
        click.echo(f"{done} …", err=True)
