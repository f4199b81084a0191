"""Notes of reads on a page that writes: whatever becomes of its transaction or a part of it, each stands there once."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.app import Portal
from portal.kernel import audit
from portal.kernel.audit import AuditLine
from portal.kernel.db import Database, Db
from portal.kernel.policy import SYSTEM
from portal.kernel.web.once import Once, remember

pytestmark = pytest.mark.both_engines


@pytest.fixture
def database(portal: Portal) -> Database:
    """The test's own database."""
    return portal.database


def read(db: Db, what: str) -> None:
    audit.note(db, SYSTEM, "read", "persons", [what])


def noted(database: Database) -> list[list[str]]:
    with database.snapshot() as db:
        assert list(audit.faults(db)) == []
        return sorted(db.scalars(select(AuditLine.fields).where(AuditLine.action == "read")))


def taken_back(db: Db, what: str) -> None:
    """A part of the act that fails in the database and is tried in another way."""
    with db.begin_nested():
        read(db, what)
        remember(db, "same", "/", "/here")
        db.flush()


def test_a_part_that_is_taken_back_neither_waits_nor_loses_a_note(database: Database) -> None:
    with database.writing() as db:
        read(db, "before")
        taken_back(db, "first")
        with pytest.raises(IntegrityError):
            taken_back(db, "second")
        read(db, "after")
        audit.record(db, SYSTEM, "act", "persons")
    assert noted(database) == [["after"], ["before"], ["first"], ["second"]]
    with database.reading() as db:
        assert db.scalars(select(Once.location)).all() == ["/here"]


def test_a_part_that_succeeded_keeps_its_note_when_the_whole_is_undone(database: Database) -> None:
    with database.session(writes=True) as db:
        read(db, "before")
        taken_back(db, "within")
        db.rollback()
        assert noted(database) == [["before"], ["within"]], "before the answer is sent, not when the session is closed"
    assert noted(database) == [["before"], ["within"]]


def nested(db: Db) -> None:
    with db.begin_nested():
        read(db, "outer")
        with db.begin_nested():
            read(db, "inner")
        raise ZeroDivisionError


def test_a_part_in_a_part(database: Database) -> None:
    with database.writing() as db, pytest.raises(ZeroDivisionError):
        nested(db)
    assert noted(database) == [["inner"], ["outer"]]


def job(database: Database) -> None:
    with database.writing() as db:
        read(db, "job")
        raise ZeroDivisionError


def test_a_session_that_is_just_closed_leaves_its_notes(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        job(database)
    assert noted(database) == [["job"]]


def late(database: Database) -> None:
    with database.writing() as db:
        read(db, "late")
        remember(db, "same", "/", "/there")


def test_a_commit_that_fails_leaves_its_notes(database: Database) -> None:
    with database.writing() as db:
        remember(db, "same", "/", "/here")
    with pytest.raises(IntegrityError):
        late(database)
    assert noted(database) == [["late"]]


def test_one_session_and_many_transactions(database: Database) -> None:
    with database.session(writes=True) as db:
        for number in range(3):
            read(db, str(number))
            db.commit() if number == 1 else db.rollback()
    assert noted(database) == [["0"], ["1"], ["2"]]
