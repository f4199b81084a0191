"""``onedoor audit verify``: whether the record of acts and reads is whole."""

import click

from portal.cli.house import head_file, portal_of, ready
from portal.kernel import audit


@click.group("audit")
def audit_command() -> None:
    """The record of what was done and read."""


@audit_command.command("verify")
def verify() -> None:
    """Check every line and the chain; says what was changed, removed or put in (status 1 then)."""
    portal = portal_of(ready())
    found = 0
    with portal.database.snapshot() as db:
        head = audit.head(db)
        for fault in (*audit.faults(db), *audit.head_faults(db, head_file(portal))):
            found += 1
            click.echo(fault)
    portal.database.dispose()
    if found:
        raise click.ClickException(f"审计记录有 {found} 处不对。The record is not whole: faults: {found}.")
    length = head.seq if head else 0
    click.echo(
        f"审计记录完整，链上 {length} 行。The record is whole: {length} lines in the chain, each as it was written."
    )
