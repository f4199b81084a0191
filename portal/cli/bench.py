"""``onedoor bench``: how fast and how good the house is, as JSON."""

import json
from pathlib import Path

import click
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

LEAST = 100
"""A smaller house has not every stage."""
WARM = 5
"""Looks that are not counted."""


@click.group("bench")
def bench_command() -> None:
    """Measure; every figure is printed with what it is compared to."""


@bench_command.command("pages")
@click.option("--sizes", default="10000,100000", show_default=True, help="Matters in each house, smallest first.")
@click.option("--rounds", type=click.IntRange(3, 10_000), default=60, show_default=True, help="Looks at each page.")
@click.option("--postgres", metavar="ADDRESS", help="postgresql+psycopg://…, where databases may be made and dropped.")
def pages(sizes: str, rounds: int, postgres: str | None) -> None:
    """Server time and number of queries of the pages people wait for."""
    from portal.app.bench.measuring import Refused
    from portal.app.bench.pages import measure

    wanted = _sizes(sizes)
    _refuse_other_engines(postgres)
    try:
        figures = measure(wanted, rounds, min(rounds, WARM), postgres, lambda line: click.echo(line, err=True))
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        raise click.ClickException(f"数据库没有照办。The database did not do it: {said}") from None
    except Refused as refused:
        raise click.ClickException(f"有一页打不开。A page did not open: {refused}") from None
    click.echo(json.dumps(figures, ensure_ascii=False, indent=2))


def _sizes(typed: str) -> list[int]:
    try:
        found = sorted({int(one) for one in typed.split(",")})
    except ValueError:
        found = []
    if not found or found[0] < LEAST:
        raise click.UsageError(
            f"--sizes 应是逗号分开的数字，最小 {LEAST}，不是“{typed}”。"
            f" --sizes are numbers from {LEAST} up with commas between them, not '{typed}'."
        )
    return found


def _refuse_other_engines(url: str | None) -> None:
    if url is not None and not _is_postgres(url):
        raise click.UsageError(
            "--postgres 应以 postgresql+psycopg:// 开头。--postgres starts with postgresql+psycopg://."
        )


def _is_postgres(url: str) -> bool:
    try:
        return make_url(url).drivername == "postgresql+psycopg"
    except ArgumentError:
        return False


@bench_command.command("triage")
@click.argument("file", type=click.Path(path_type=Path))
def triage(file: Path) -> None:
    """How well triage does on a file of labelled messages, one object a line."""
    from portal.cli.bench_triage import bench_triage

    click.echo(json.dumps(bench_triage(file), ensure_ascii=False, indent=2))


@bench_command.command("documents")
@click.option("--rounds", type=click.IntRange(1, 1000), default=15, show_default=True, help="Agreements each way.")
def documents(rounds: int) -> None:
    """An agreement of five pages, signed by four and sealed, over bare WeasyPrint and bare pyHanko."""
    from portal.app.bench.papers import measure

    click.echo(json.dumps(measure(rounds), ensure_ascii=False, indent=2))


@bench_command.command("rooms")
@click.option("--connected", type=click.IntRange(4, 4000), default=1000, show_default=True, help="Sockets in all.")
@click.option("--deliveries", type=click.IntRange(4, 10_000), default=500, show_default=True, help="Heard a second.")
@click.option("--seconds", type=click.IntRange(1, 3600), default=20, show_default=True, help="How long they talk.")
@click.option("--postgres", metavar="ADDRESS", help="postgresql+psycopg://…, where databases may be made and dropped.")
def rooms(connected: int, deliveries: int, seconds: int, postgres: str | None) -> None:
    """Sockets in rooms of four: delivery and acknowledgement after the commit, and memory a client."""
    from portal.app.bench.measuring import Refused
    from portal.app.bench.rooms import measure

    _refuse_other_engines(postgres)
    try:
        figures = measure(connected, deliveries, seconds, postgres)
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        raise click.ClickException(f"数据库没有照办。The database did not do it: {said}") from None
    except Refused as refused:
        raise click.ClickException(f"量不成。It could not be measured: {refused}") from None
    click.echo(json.dumps(figures, ensure_ascii=False, indent=2))
