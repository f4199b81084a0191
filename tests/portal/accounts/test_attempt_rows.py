"""Wrong answers are counted in rows, on both databases."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from portal.accounts.attempts import services as attempts
from portal.accounts.models import Attempts
from portal.app import Portal
from portal.kernel import clock, outbox
from portal.kernel.db import Db

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_the_fifth_failure_locks_for_fifteen_minutes(db: Db) -> None:
    with clock.held(NOW):
        assert [attempts.failed(db, "pin:a") for _ in range(4)] == [None] * 4
        assert attempts.locked(db, "pin:a") is None
        assert attempts.failed(db, "pin:a") == NOW + timedelta(minutes=15)
        assert attempts.locked(db, "pin:a") == NOW + timedelta(minutes=15)
        assert attempts.locked(db, "pin:b") is None
    with clock.held(NOW + timedelta(minutes=15)):
        assert attempts.locked(db, "pin:a") is None


def test_a_right_answer_forgets(db: Db) -> None:
    for _ in range(4):
        attempts.failed(db, "pin:a")
    attempts.cleared(db, "pin:a")
    assert attempts.failures(db, "pin:a") == 0
    assert attempts.failed(db, "pin:a") is None


def test_the_secrets_name_is_not_stored(db: Db) -> None:
    attempts.failed(db, "login:mediator")
    assert b"mediator" not in db.scalars(select(Attempts.key)).one()


def test_old_counts_are_removed_locks_are_not(portal: Portal) -> None:
    with clock.held(NOW), portal.database.writing() as db:
        attempts.failed(db, "old")
    with clock.held(NOW + timedelta(hours=24)), portal.database.writing() as db:
        for _ in range(5):
            attempts.failed(db, "fresh")
        outbox.enqueue(db, "accounts.forget_attempts")
    with clock.held(NOW + timedelta(hours=24, minutes=1)):
        outbox.drain(portal.database, portal.handlers)
        with portal.database.reading() as db:
            assert db.scalar(select(func.count()).select_from(Attempts)) == 1
            assert attempts.locked(db, "fresh") is not None
