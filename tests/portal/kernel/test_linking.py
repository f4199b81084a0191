"""The worker links the record of acts and reads: a portion at a time, and its head is written down."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.app import Portal
from portal.kernel import audit
from portal.kernel.audit import AuditLink
from portal.kernel.db import Database
from portal.kernel.policy import SYSTEM
from portal.kernel.worker import rounds
from portal.kernel.worker.rounds import Round

pytestmark = pytest.mark.both_engines


@pytest.fixture
def database(portal: Portal) -> Database:
    """The test's own database."""
    return portal.database


@pytest.fixture
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lines of the record in a transaction."""
    monkeypatch.setattr(rounds, "PORTION", 2)


def test_a_round_links_the_record_and_writes_its_head_down(database: Database, tmp_path: Path) -> None:
    head_file = tmp_path / "head.json"
    with database.writing() as db:
        audit.record(db, SYSTEM, "act", "matters")
        audit.record(db, SYSTEM, "act", "matters")
    work = Round(database, {}, (), head_file)
    assert work.due()
    work.work()
    assert not work.due()
    with database.reading() as db:
        assert db.scalar(select(func.max(AuditLink.seq))) == 2
        assert json.loads(head_file.read_text())["seq"] == 2
        assert list(audit.head_faults(db, head_file)) == []


@pytest.mark.usefixtures("small_portions")
def test_between_two_portions_of_the_record_others_may_write(database: Database, tmp_path: Path) -> None:
    """Each portion is committed by itself, and what is written meanwhile is linked in the same round."""
    seen: list[int] = []

    def between() -> bool:
        with database.writing() as db:
            seen.append(db.scalar(select(func.max(AuditLink.seq))) or 0)
            if len(seen) == 1:
                audit.record(db, SYSTEM, "act", "matters")
        return False

    with database.writing() as db:
        for _ in range(4):
            audit.record(db, SYSTEM, "act", "matters")
    Round(database, {}, (), tmp_path / "head.json").link(between)
    assert seen == [0, 2, 4]
    assert json.loads((tmp_path / "head.json").read_text())["seq"] == 5
    with database.snapshot() as db:
        assert list(audit.faults(db)) == []


@pytest.mark.usefixtures("small_portions")
def test_a_worker_asked_to_end_leaves_the_rest_of_the_record_for_later(database: Database, tmp_path: Path) -> None:
    with database.writing() as db:
        for _ in range(3):
            audit.record(db, SYSTEM, "act", "matters")
    work = Round(database, {}, (), tmp_path / "head.json")
    answers = iter([False, True])
    work.link(lambda: next(answers))
    with database.reading() as db:
        assert audit.anything_loose(db)
        assert list(audit.head_faults(db, tmp_path / "head.json")) == []
    assert json.loads((tmp_path / "head.json").read_text())["seq"] == 2
