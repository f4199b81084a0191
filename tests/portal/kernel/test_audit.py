"""The record of acts and reads: whoever changes, removes or inserts a line is found out."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, text, update

from portal.app import Portal
from portal.kernel import audit, clock
from portal.kernel.audit import AuditLine, AuditLink
from portal.kernel.db import Database, Db, new_id
from portal.kernel.policy import SYSTEM, Actor

WHO = Actor(account=uuid.UUID(int=1), session=uuid.UUID(int=2))

pytestmark = pytest.mark.both_engines


@pytest.fixture
def database(portal: Portal) -> Database:
    """The test's own database."""
    return portal.database


def acts(database: Database, count: int) -> None:
    """Some acts, one after another in time, each in a transaction of its own."""
    start = clock.now()
    for number in range(count):
        with clock.held(start + timedelta(milliseconds=5 * number)), database.writing() as db:
            audit.record(db, WHO, f"act.{number}", "matters", ["b", "a"])


def link(database: Database) -> int:
    with database.writing() as db:
        return audit.link(db)


def found(database: Database) -> list[str]:
    with database.snapshot() as db:
        return list(audit.faults(db))


def line(db: Db, action: str) -> AuditLine:
    return db.scalars(select(AuditLine).where(AuditLine.action == action)).one()


def test_a_line_says_who_did_what_to_which_fields_and_no_value(database: Database) -> None:
    acts(database, 1)
    with database.reading() as db:
        written = line(db, "act.0")
    assert (written.account_id, written.session_id, written.person_id) == (WHO.account, WHO.session, None)
    assert (written.subject_type, written.fields) == ("matters", ["a", "b"])


def test_an_act_that_is_undone_leaves_no_line(database: Database) -> None:
    with database.session(writes=True) as db:
        audit.record(db, SYSTEM, "act", "matters")
        db.rollback()
    with database.reading() as db:
        assert db.scalars(select(AuditLine)).all() == []


def test_lines_are_linked_once_and_the_record_is_in_order(database: Database) -> None:
    acts(database, 3)
    assert found(database) == [], "fresh lines are in order before they are linked"
    assert link(database) == 3
    acts(database, 2)
    assert link(database) == 2
    assert link(database) == 0
    with database.reading() as db:
        assert not audit.anything_loose(db)
        assert db.scalars(select(AuditLink.seq).order_by(AuditLink.seq)).all() == [1, 2, 3, 4, 5]
    assert found(database) == []


def test_a_line_that_is_dated_back_is_linked_too(database: Database) -> None:
    """Stories of the demonstration, and machines whose clock was set back, write ids from the past."""
    acts(database, 2)
    link(database)
    with clock.held(datetime(2020, 1, 1, tzinfo=UTC)):
        acts(database, 1)
    assert link(database) == 1
    assert found(database) == []


def change(db: Db) -> None:
    db.execute(update(AuditLine).where(AuditLine.action == "act.1").values(account_id=uuid.UUID(int=9)))


def change_time(db: Db) -> None:
    db.execute(update(AuditLine).where(AuditLine.action == "act.1").values(at=clock.now() + timedelta(days=1)))


def remove(db: Db) -> None:
    db.execute(delete(AuditLine).where(AuditLine.action == "act.1"))


def remove_with_link(db: Db) -> None:
    db.execute(delete(AuditLink).where(AuditLink.line_id == line(db, "act.1").id))
    remove(db)


def take_out_of_chain(db: Db) -> None:
    db.execute(delete(AuditLink).where(AuditLink.seq == 3))


def insert_line(db: Db) -> None:
    like = {c.name: getattr(line(db, "act.1"), c.name) for c in AuditLine.__table__.columns}
    db.execute(insert(AuditLine), [like | {"id": new_id(), "action": "act.forged"}])


def insert_pretending(db: Db) -> None:
    insert_line(db)
    db.execute(update(AuditLine).where(AuditLine.action == "act.forged").values(linked=True))


def swap(db: Db) -> None:
    first, second = line(db, "act.0").id, line(db, "act.1").id
    for place, row in ((1, uuid.UUID(int=7)), (2, first), (1, second)):
        db.execute(update(AuditLink).where(AuditLink.seq == place).values(line_id=row))


def forge_head(db: Db) -> None:
    db.execute(update(AuditLink).where(AuditLink.seq == 3).values(signature=b"\x00" * 32))


@pytest.mark.parametrize(
    ("crime", "verdict"),
    [
        (change, "was changed"),
        (change_time, "was changed"),
        (remove, "the line of link 2 was removed"),
        (remove_with_link, "link 2 is missing"),
        (take_out_of_chain, "was taken out of the chain"),
        (insert_line, "put in by a stranger"),
        (insert_pretending, "put in by a stranger"),
        (swap, "does not follow the one before"),
        (forge_head, "was not signed here"),
    ],
)
def test_whoever_touches_the_record_is_found_out(database: Database, crime: Callable[[Db], None], verdict: str) -> None:
    acts(database, 3)
    link(database)
    with database.writing() as db:
        crime(db)
    assert any(verdict in fault for fault in found(database)), found(database)


def test_a_fresh_line_that_was_changed_before_it_was_linked_is_found_too(database: Database) -> None:
    acts(database, 2)
    with database.writing() as db:
        change(db)
    assert len(found(database)) == 1


def test_a_chain_cut_off_at_its_end_is_found_by_the_head_written_down(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "head.json"
    acts(database, 3)
    link(database)
    with database.writing() as db:
        audit.write_head(db, file)
        assert list(audit.head_faults(db, file)) == []
        db.execute(delete(AuditLine).where(AuditLine.id == line(db, "act.2").id))
        db.execute(delete(AuditLink).where(AuditLink.seq == 3))
    assert found(database) == [], "the chain alone cannot tell"
    with database.writing() as db:
        assert list(audit.head_faults(db, file)) == ["the chain was cut off: it reached link 3 once"]
        file.write_text(file.read_text().replace('"seq": 3', '"seq": 2'))
        assert list(audit.head_faults(db, file)) == ["the head written down beside the database was not signed here"]
        assert list(audit.head_faults(db, tmp_path / "none.json")) == [audit.HEAD_LOST]
        file.write_text('{"seq": 3')
        assert list(audit.head_faults(db, file)) == ["the head written down beside the database cannot be read"]
        db.execute(delete(AuditLink))
        assert list(audit.head_faults(db, tmp_path / "none.json")) == [], "a chain that has not begun has no head"


def test_a_note_is_there_before_the_read_on_a_page_that_cannot_write(database: Database) -> None:
    with database.reading() as db:
        audit.note(db, WHO, "read", "persons", ["phone"])
    with database.reading() as db:
        assert line(db, "read").fields == ["phone"]


def test_a_read_stays_noted_when_the_act_around_it_is_undone(database: Database) -> None:
    """A form with mistakes is shown again, with what was read on it, and its transaction is rolled back."""
    with database.session(writes=True) as db:
        audit.note(db, WHO, "read", "persons", ["phone"])
        audit.note(db, WHO, "read", "persons", ["address"])
        audit.record(db, WHO, "act", "persons")
        db.flush()
        db.rollback()
    with database.snapshot() as db:
        assert [row.fields for row in db.scalars(select(AuditLine).order_by(AuditLine.id))] in (
            [["phone"], ["address"]],
            [["address"], ["phone"]],
        )
        assert list(audit.faults(db)) == []


def test_a_read_in_an_act_is_noted_once(database: Database) -> None:
    with database.session(writes=True) as db:
        audit.note(db, WHO, "read", "persons", ["phone"])
        db.commit()
        audit.record(db, WHO, "act", "persons")
        db.rollback()
    with database.reading() as db:
        assert [row.action for row in db.scalars(select(AuditLine))] == ["read"]


def test_the_worker_finds_loose_lines_without_reading_the_others(database: Database) -> None:
    asked = "select id from audit_lines where not linked order by id limit 1"
    with database.reading() as db:
        if not database.is_sqlite:
            db.execute(text("set local enable_seqscan = off"))  # for a table without rows it would not bother
        plan = db.execute(text(f"explain {'query plan ' if database.is_sqlite else ''}{asked}"))
        assert any("ix_audit_lines_loose" in str(row) for row in plan.all())
