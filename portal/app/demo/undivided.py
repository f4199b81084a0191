"""A database whose every transaction is part of one: the whole county is there, or nothing of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from portal.kernel.db import Database, Db


class Undivided(Database):
    """Sessions of this database commit into one connection's transaction, which the caller commits once.

    The services and jobs of the house work in it as they always do, each in a transaction of its own.
    """

    def __init__(self, database: Database, connection: Connection) -> None:
        self.url = database.url
        self.engine, self.reader = database.engine, database.reader
        self.services = database.services
        self._connection = connection

    def session(self, *, writes: bool) -> Db:
        """A session within the one transaction: its commit keeps what it did, for as long as the whole is kept."""
        session = Session(self._connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        session.info.update(self.services, writes=writes, after_commit=[], database=self)
        return session

    @contextmanager
    def reading(self) -> Iterator[Db]:
        """A look; what was noted down meanwhile (who read what) stays."""
        with self.session(writes=False) as db:
            yield db
            db.commit()


@contextmanager
def undivided(database: Database) -> Iterator[Undivided]:
    """One transaction around everything in the block: committed at its end, rolled back on any error."""
    with database.engine.begin() as connection:
        yield Undivided(database, connection)
