"""The two engines: a reader cannot write, whatever happened before; plans are kept; a snapshot stands still."""

import pytest
from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from portal.app import Portal
from portal.kernel import audit, clock
from portal.kernel.audit import AuditLine
from portal.kernel.db import Database, Db, new_id, remembered
from portal.kernel.policy import SYSTEM

READ_ONLY = "read-?only"
pytestmark = pytest.mark.both_engines


@pytest.fixture
def database(portal: Portal) -> Database:
    """The test's own database."""
    return portal.database


def act(database: Database, name: str = "act") -> None:
    with database.writing() as db:
        audit.record(db, SYSTEM, name, "persons")


def count(database: Database) -> int:
    with database.reading() as db:
        return db.scalars(select(func.count()).select_from(AuditLine)).one()


def refused(database: Database) -> None:
    """A reader tries to write in both ways, on a connection that others had before."""
    line = insert(AuditLine).values(id=new_id(), at=clock.now(), action="act", subject_type="persons", fields=[])
    with database.reading() as db, pytest.raises(DBAPIError, match=READ_ONLY):
        db.execute(line.values(mac=b"0" * 32, linked=False))
    with database.snapshot() as db, pytest.raises(DBAPIError, match=READ_ONLY):
        db.execute(delete(AuditLine))


def test_a_reader_cannot_write(database: Database) -> None:
    act(database)
    for _ in range(3):
        refused(database)
        with database.snapshot() as db:
            db.scalars(select(AuditLine)).all()
    assert count(database) == 1


def test_a_reader_cannot_write_after_a_mistake(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reading() as db:
        db.execute(text("SELECT nothing FROM nowhere"))
    refused(database)
    assert count(database) == 0


def test_a_snapshot_stands_still(database: Database) -> None:
    act(database)
    with database.snapshot() as db:
        before = db.scalars(select(func.count()).select_from(AuditLine)).one()
        act(database)
        assert db.scalars(select(func.count()).select_from(AuditLine)).one() == before == 1
    assert count(database) == 2


def test_a_reader_sees_what_was_committed_between_two_looks(database: Database) -> None:
    for wanted in (1, 2, 3):
        act(database)
        assert count(database) == wanted


@pytest.mark.postgres
def test_what_was_planned_stays_planned(database: Database) -> None:
    """PostgreSQL plans a statement once and not in each request; psycopg prepares what it has seen five times."""
    for _ in range(7):
        count(database)
    with database.reading() as db:
        prepared = db.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert [statement for statement in prepared if "audit_lines" in statement]


def test_what_was_asked_is_remembered_while_one_only_reads(database: Database) -> None:
    def twice(db: Db) -> list[int]:
        def ask() -> int:
            return db.scalars(select(func.count()).select_from(AuditLine)).one()

        first = remembered(db, "how many", ask)
        if db.info["writes"]:
            audit.record(db, SYSTEM, "act", "persons")
        else:
            act(database)
        return [first, remembered(db, "how many", ask), remembered(db, "how many?", ask)]

    act(database)
    with database.reading() as db:
        assert twice(db) == [1, 1, 1 if database.is_sqlite else 2], "SQLite reads as of the first question"
    with database.writing() as db:
        assert twice(db) == [2, 3, 3]
    with database.reading() as db:
        assert remembered(db, "how many", lambda: None) is None, "no session knows what another has asked"
