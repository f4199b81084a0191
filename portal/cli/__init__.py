"""The command ``onedoor``: each command in a module of its own, loaded when it is called."""

import importlib
from typing import Any

import click

from portal.kernel.memory import look_seldom

COMMANDS = {
    "serve": "portal.cli.serve:serve_command",
    "worker": "portal.cli.worker:worker_command",
    "tick": "portal.cli.tick:tick_command",
    "migrate": "portal.cli.migrate:migrate_command",
    "demo": "portal.cli.demo:demo_command",
    "demo-accounts": "portal.cli.demo:accounts_command",
    "triage": "portal.cli.triage:triage_command",
    "verify": "portal.cli.genuine:command",
    "audit": "portal.cli.audit:audit_command",
    "doctor": "portal.cli.doctor:doctor_command",
    "backup": "portal.cli.backup:backup_command",
    "restore": "portal.cli.restore:restore_command",
    "upgrade": "portal.cli.upgrade:upgrade_command",
    "load": "portal.cli.load:load_command",
    "bench": "portal.cli.bench:bench_command",
}


class Lazy(click.Group):
    """A group that imports a command only when it is asked for, so that each starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: Any = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.command(cls=Lazy, help="一扇门 Onedoor: one door for a county's disputes.")
def main() -> None:
    """Everything the house can be told to do from a terminal."""
    look_seldom()
