"""Huey, which only rings: the web rings it after a commit, and each minute it rings by itself."""

import hashlib
from collections.abc import Callable
from typing import Any

import structlog
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from redis import ConnectionPool
from sqlalchemy import make_url

from portal.kernel.settings import Settings

PATIENCE = 0.2
"""Seconds that ringing may take: the worker looks by itself every few seconds, so nothing is lost."""

log = structlog.get_logger()


def open_queue(settings: Settings, patience: float = 5.0) -> Huey:
    """Redis if there is one; else PostgreSQL if that is the database; else a file of its own beside the database."""
    plain = {"name": _name(settings), "results": False, "store_none": False}
    if settings.redis_url:
        pool = ConnectionPool.from_url(settings.redis_url, socket_timeout=5, socket_connect_timeout=patience)
        return RedisHuey(connection_pool=pool, **plain)
    if settings.database.startswith("postgresql"):
        url = make_url(settings.database).set(drivername="postgresql")
        return PostgresHuey(dsn=url.render_as_string(hide_password=False), connect_timeout=5, **plain)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    return SqliteHuey(filename=str(settings.data / "huey.sqlite3"), timeout=patience, cache_mb=1, **plain)


def _name(settings: Settings) -> str:
    """Two houses on one Redis do not take each other's rings."""
    return f"onedoor-{hashlib.sha256(settings.database.encode()).hexdigest()[:8]}"


def nothing() -> None:
    """What the ringing side knows of the work: nothing."""


def tasks(queue: Huey, wake: Callable[[], Any] = nothing) -> Any:
    """Tell huey its one task, under a name both sides know; never tried again by huey, the outbox does that."""

    def ring() -> None:
        wake()

    return queue.task(name="ring", retries=0)(ring)


def waker(settings: Settings) -> Callable[[], None]:
    """A function that wakes the worker, called after a commit; it never fails, and opens the queue at first use."""
    known: list[Any] = []

    def wake() -> None:
        try:
            if not known:
                known.append(tasks(open_queue(settings, PATIENCE)))
            known[0]()
        except Exception as error:  # what was committed stays committed, and the worker looks by itself
            log.warning("the worker could not be woken", exc_info=error)

    return wake
