"""In which order one does one's work of today."""

from collections.abc import Iterable
from datetime import datetime

from portal.kernel.feature import Task

SHOWN = 50
"""Lines on the page; the rest stands in the lists they come from."""


def in_order(tasks: Iterable[Task], now: datetime) -> list[Task]:
    """Danger, what is past its time, what somebody waits for, then the hours of today."""
    return sorted(tasks, key=lambda task: _place(task, now))


def _place(task: Task, now: datetime) -> tuple[bool, int, float]:
    if task.at is None:
        return not task.urgent, 1, 0
    return not task.urgent, 0 if task.at < now else 2, task.at.timestamp()
