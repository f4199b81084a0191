"""``onedoor audit verify``: whether the record of acts and reads is whole."""

from datetime import timedelta

import click
from sqlalchemy import func, select

from portal.app import Portal
from portal.cli.house import head_file, portal_of, ready
from portal.kernel import audit, clock
from portal.kernel.audit import AuditLine
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM
from portal.matters.models import Matter

PATIENCE = timedelta(hours=1)
"""The worker links a line within seconds; one that waits longer is a fault of the house, or was cut off the chain."""
RESTORE = (
    "刚从备份恢复的，请把备份里的 audit-head.json 放回数据文件夹，或运行 onedoor audit verify --restored。"
    "After restoring a backup put its audit-head.json into the data folder, or run: onedoor audit verify --restored"
)


@click.group("audit")
def audit_command() -> None:
    """The record of what was done and read."""


@audit_command.command("verify")
@click.option(
    "--restored", is_flag=True, help="This house was restored from a backup: its chain is right as it is now."
)
def verify(restored: bool) -> None:
    """Check every line and the chain; says what was changed, removed or put in (status 1 then)."""
    portal = portal_of(ready())
    with portal.database.snapshot() as db:
        head, faults = audit.head(db), [*audit.faults(db), *_never_begun(db)]
        lost = list(audit.head_faults(db, head_file(portal)))
    for fault in (*faults, *lost):
        click.echo(fault)
    if lost and restored and not faults:
        _take_as_it_is(portal)
        lost = []
    portal.database.dispose()
    if lost:
        click.echo(RESTORE)
    if faults or lost:
        found = len(faults) + len(lost)
        raise click.ClickException(f"审计记录有 {found} 处不对。The record is not whole: faults: {found}.")
    if head is None:
        click.echo("这个中心刚刚建立，链还没有开始。This house is new: its chain has not begun.")
        return
    click.echo(
        f"审计记录完整，链上 {head.seq} 行。The record is whole: {head.seq} lines in the chain, each as it was written."
    )


def _never_begun(db: Db) -> list[str]:
    """A chain without a link is in order only in a house where nothing has happened yet."""
    if audit.head(db) is not None:
        return []
    oldest = db.scalar(select(func.min(AuditLine.at)))
    if oldest is None:
        there = db.scalar(select(Matter.id).limit(1)) is not None
        return ["there are matters, but not one line of what was done"] if there else []
    if oldest < clock.now() - PATIENCE:
        return [f"lines wait since {oldest:%Y-%m-%d %H:%M} UTC, but the chain has not begun: is the worker running?"]
    return []


def _take_as_it_is(portal: Portal) -> None:
    """That the head was taken anew is a line of the record itself."""
    with portal.database.writing() as db:
        audit.record(db, SYSTEM, "audit.restored", "audit_links")
    with portal.database.reading() as db:
        audit.write_head(db, head_file(portal))
    click.echo("已按恢复后的样子记下链头。The head of the chain is written down as it is after restoring.")
