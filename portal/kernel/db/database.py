"""Two engines on one database, one to read and one to change, and the transactions on them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

PATIENCE = 5.0
"""Seconds a writer waits for another process on SQLite before it gives up."""

PAUSE = 0.05
"""Seconds, at most, between two tries of a writer who waits: whoever lets go for longer lets the others in."""

PLANS = 200
"""Statements that a connection to PostgreSQL keeps planned: those of all pages together (psycopg keeps 100)."""

Db = Session


class Database:
    """Opens sessions. GET pages read on an engine that cannot write; everything else commits once, at the edge."""

    def __init__(self, url: str, **services: Any) -> None:
        self.url = url
        self.services = services
        self.engine = _engine(url, writes=True)
        self.reader = _engine(url, writes=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded engine."""
        return self.engine.dialect.name == "sqlite"

    def session(self, *, writes: bool) -> Db:
        """A session that the caller ends; ``after_commit`` functions run when a writing one has committed."""
        session = Session(self.engine if writes else self.reader, expire_on_commit=False)
        session.info.update(self.services, writes=writes, after_commit=[], database=self)
        return session

    @contextmanager
    def writing(self) -> Iterator[Db]:
        """One transaction: committed at the end of the block, rolled back on any error."""
        with self.session(writes=True) as db:
            yield db
            commit(db)

    @contextmanager
    def reading(self) -> Iterator[Db]:
        """A look that cannot change anything."""
        with self.session(writes=False) as db:
            yield db

    @contextmanager
    def snapshot(self) -> Iterator[Db]:
        """A long look at one moment: all its statements see the same rows, and these may be read piece by piece."""
        with self.session(writes=False) as db:
            if not self.is_sqlite:
                db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield db

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()
        self.reader.dispose()


def commit(db: Db) -> None:
    """Commit and then, and only then, do what was waiting for it."""
    db.commit()
    waiting: list[Callable[[], None]] = db.info["after_commit"]
    while waiting:
        waiting.pop(0)()


def after_commit(db: Db, act: Callable[[], None]) -> None:
    """Do something small and outside the database once this transaction has really happened."""
    db.info["after_commit"].append(act)


def _engine(url: str, *, writes: bool) -> Engine:
    if url.startswith("sqlite"):
        driver = {"check_same_thread": False, "timeout": 0}
        engine = create_engine(url, connect_args=driver, pool_size=20, hide_parameters=True)
        event.listen(engine, "connect", _prepare_writer if writes else _prepare_reader)
        event.listen(engine, "begin", _begin_immediate if writes else _begin)
        return engine
    return _postgres(url, writes=writes)


def _postgres(url: str, *, writes: bool) -> Engine:
    """Whoever reads does so outside of a transaction: psycopg forgets all its plans with every ROLLBACK.

    The connection last given back is taken first, because it has its plans.
    """
    pool: dict[str, Any] = {"pool_size": 10, "max_overflow": 20, "pool_pre_ping": True, "pool_use_lifo": True}
    mode = "READ COMMITTED" if writes else "AUTOCOMMIT"
    engine = create_engine(url, isolation_level=mode, hide_parameters=True, **pool)
    event.listen(engine, "connect", _keep_plans if writes else _prepare_pg_reader)
    return engine


def _keep_plans(raw: Any, _record: Any) -> None:
    raw.prepared_max = PLANS


def _prepare_pg_reader(raw: Any, record: Any) -> None:
    _keep_plans(raw, record)
    raw.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")


def _prepare_writer(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # SQLAlchemy's begin event speaks, not the driver
    # The first connection to a new file turns it to WAL, which others opening at that moment must wait for.
    for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=0"):
        raw.execute(f"PRAGMA {pragma}")


def _prepare_reader(raw: Any, _record: Any) -> None:
    raw.isolation_level = None
    # Readers never wait for writers in WAL mode, only a moment while a process leaves or the log is restarted.
    for pragma in ("query_only=ON", "busy_timeout=1000"):
        raw.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: Connection) -> None:
    """Take the write lock at once, waiting cooperatively (gevent's sleep), never inside SQLite."""
    give_up = time.monotonic() + PATIENCE
    pause = 0.001
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        except OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
        time.sleep(pause)
        pause = min(pause * 2, PAUSE)
