"""How far a pump has read the live rows, with the ids that it has passed over and still waits for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

PATIENCE = timedelta(minutes=1)
WIDTH = 2000
"""A row that was passed over is waited for so long, unless so many with a higher id have come since."""

Row = tuple[int, str, int]


@dataclass
class Place:
    """On PostgreSQL a lower id may commit after a higher one: an id that was passed over is looked for again."""

    last: int = 0
    missing: dict[int, datetime] = field(default_factory=dict)

    def take(self, rows: Sequence[Row], now: datetime) -> None:
        """These rows have been read: what has a higher id than ``last``, and what was ``missing`` and has come."""
        newest = max([self.last, *(row_id for row_id, _channel, _number in rows)])
        passed = range(max(self.last + 1, newest - WIDTH), newest)
        waiting = dict.fromkeys(passed, now) | self.missing
        for row_id, _channel, _number in rows:
            waiting.pop(row_id, None)
        self.missing = {n: at for n, at in waiting.items() if n >= newest - WIDTH and at > now - PATIENCE}
        self.last = newest
