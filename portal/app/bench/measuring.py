"""One look at a page: how long the application took, and how many statements it sent to the database."""

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.test import EnvironBuilder, run_wsgi_app

NOT_COUNTED = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")
"""What opens and closes a transaction is not a question."""


class Refused(Exception):
    """A page did not answer 200."""


@dataclass
class Looks:
    """All looks at one page of one house."""

    milliseconds: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    """Milliseconds in which this process computed, without those in which it waited for its turn or the database."""

    def p(self, percent: int) -> float:
        """The time within which so many of a hundred looks were answered."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]

    def plain(self) -> dict[str, Any]:
        """For JSON. ``queries`` is what a look usually takes: once a minute one also notes that a sign-in is in use."""
        return {
            "p50_ms": round(self.p(50), 2),
            "p95_ms": round(self.p(95), 2),
            "busy_ms": round(statistics.median(self.busy), 2),
            "queries": statistics.mode(self.queries),
        }


class Counter:
    """Counts the statements that the process sends."""

    def __init__(self) -> None:
        self.count = 0

    def _sent(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(NOT_COUNTED):
            self.count += 1

    @contextmanager
    def listening(self) -> Iterator["Counter"]:
        """While the block lasts, on every engine."""
        event.listen(Engine, "before_cursor_execute", self._sent)
        try:
            yield self
        finally:
            event.remove(Engine, "before_cursor_execute", self._sent)


@dataclass(frozen=True)
class Page:
    """An address of one house and who asks for it."""

    app: Flask
    path: str
    cookie: str = ""

    def environ(self) -> dict[str, Any]:
        """The request as the web server would hand it over."""
        headers = [("Accept-Language", "zh"), *([("Cookie", self.cookie)] if self.cookie else [])]
        builder = EnvironBuilder(path=self.path, headers=headers)
        try:
            return dict(builder.get_environ())
        finally:
            builder.close()


def look(page: Page, counter: Counter, looks: Looks | None) -> None:
    """Ask once; without ``looks`` it was only to warm up."""
    environ = page.environ()
    before, began, busy = counter.count, time.perf_counter(), time.thread_time()
    body, status, _headers = run_wsgi_app(page.app.wsgi_app, environ, buffered=True)
    spent, busy = time.perf_counter() - began, time.thread_time() - busy
    if not status.startswith("200"):
        raise Refused(f"{page.path}: {status}: {b''.join(body)[:200]!r}")
    if looks is not None:
        looks.milliseconds.append(1000 * spent)
        looks.busy.append(1000 * busy)
        looks.queries.append(counter.count - before)


def look_in_turns(pages: Sequence[Page], counter: Counter, warm: int, rounds: int) -> list[Looks]:
    """Several pages, one after the other in each round, so that whatever else the machine does hits all alike."""
    found = [Looks() for _ in pages]
    for number in range(warm + rounds):
        for page, looks in zip(pages, found, strict=True):
            look(page, counter, looks if number >= warm else None)
    return found
