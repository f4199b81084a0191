"""Stories side by side: each is carried on at its own moments, and between them the house lives its days."""

import heapq
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from portal.app.demo.undivided import Undivided
from portal.clocks.jobs import tick as clocks_tick
from portal.clocks.models import RunningClock
from portal.kernel import clock, outbox
from portal.kernel.feature import Tick
from portal.kernel.outbox import Handler, Job, OutboxRow
from portal.kernel.worker.rounds import add_ticks

Story = Iterator[datetime]
"""Yields the moment at which it goes on; what stands between two yields happens at the first of them."""

DAILY = frozenset({"duties.remind"})
"""What the worker does each day that leaves traces in a story."""


class WorkFailed(RuntimeError):
    """A job of the house failed while the county was told; says which and where."""


class Narrator:
    """Tells stories in the order of time, carries out what each leaves to the worker, and lets clocks speak."""

    def __init__(self, database: Undivided, handlers: dict[str, Handler], ticks: Iterable[Tick]) -> None:
        self._database = database
        self._handlers = handlers
        self._daily = [one for one in ticks if one.kind in DAILY]
        self._day = datetime.min.replace(tzinfo=UTC)

    def tell(self, stories: Iterable[Story], until: datetime) -> None:
        """All stories to their ends, and then the house as it is ``until``."""
        coming = [(next(story), number, story) for number, story in enumerate(stories)]
        heapq.heapify(coming)
        self._day = _day_of(coming[0][0])
        while coming:
            moment, number, story = heapq.heappop(coming)
            self._live(moment)
            with clock.held(moment):
                following = next(story, None)
                self._work()
            if following is not None:
                heapq.heappush(coming, (max(following, moment + timedelta(seconds=1)), number, story))
        self._live(until)

    def _live(self, moment: datetime) -> None:
        """What falls due by itself before this moment, each at its own time."""
        while (due := self._next_due()) < moment:
            with clock.held(due):
                self._begin_day(due)
                clocks_tick(Job(self._database, uuid.UUID(int=0), {}, 1))
                self._work()

    def _next_due(self) -> datetime:
        with self._database.reading() as db:
            work = outbox.next_due(db)
            clocks = db.scalar(select(func.min(RunningClock.next_at)))
        return min(one for one in (work, clocks, self._day + timedelta(days=1)) if one is not None)

    def _begin_day(self, moment: datetime) -> None:
        """Once a day: what the worker does daily."""
        day = _day_of(moment)
        if day > self._day:
            self._day = day
            with self._database.writing() as db:
                add_ticks(db, self._daily)

    def _work(self) -> None:
        while outbox.drain(self._database, self._handlers):
            self._complain()

    def _complain(self) -> None:
        with self._database.reading() as db:
            failed = db.scalar(select(OutboxRow).where(OutboxRow.error.is_not(None), OutboxRow.done_at.is_(None)))
        if failed is not None:
            raise WorkFailed(f"{failed.kind}: {failed.error}")


def _day_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
