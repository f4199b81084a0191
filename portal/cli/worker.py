"""``onedoor worker``: carries out what the web leaves to be done, until it is asked to end."""

import signal
from typing import Any

import click

from portal.cli.house import portal_of, ready, round_of
from portal.kernel.memory import give_back, settle
from portal.kernel.worker.service import WorkerService


@click.command("worker")
def worker_command() -> None:
    """Carry out jobs and periodic work; Ctrl-C or SIGTERM ends it after the job in hand."""
    give_back()
    portal = portal_of(ready())
    service = WorkerService(portal.settings, round_of(portal))

    def end(_number: int, _frame: Any) -> None:
        service.stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    settle()
    service.run()
    portal.database.dispose()
