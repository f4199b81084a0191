"""The doctor looks at the house and at what it works with, and names each trouble in a sentence."""

import os
import re
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import update

from portal.app import Portal
from portal.kernel import audit, clock
from portal.kernel.files.disk import place
from portal.kernel.files.services import store
from portal.kernel.outbox import OutboxRow, enqueue
from portal.kernel.policy import SYSTEM
from portal.kernel.worker.models import WorkerBeat

ROOT = Path(__file__).parents[3]
Run = Callable[..., Result]
SETTING = re.compile(r"ONEDOOR_|DATABASE_URL|REDIS_URL|PORT$")

pytestmark = pytest.mark.both_engines


def all_of(result: Result) -> str:
    """Both streams."""
    return f"{result.stdout}{result.stderr}"


def test_the_doctor_finds_a_house_that_is_well(run: Run, house: dict[str, str]) -> None:
    result = run("doctor", **house)
    assert result.exit_code == 0, all_of(result)
    assert "trouble" not in result.stdout
    assert result.stdout.count("[好 ok]") == 9
    assert "ONEDOOR_SMTP is not set" in result.stdout


def silent_worker(portal: Portal, _patch: pytest.MonkeyPatch) -> None:
    with portal.database.writing() as db:
        db.execute(update(WorkerBeat).values(beat_at=clock.now() - timedelta(minutes=5)))


def dead_letters(portal: Portal, _patch: pytest.MonkeyPatch) -> None:
    with portal.database.writing() as db:
        enqueue(db, "notices.send")
        db.flush()
        db.execute(update(OutboxRow).values(dead_at=clock.now()))


def not_migrated(portal: Portal, _patch: pytest.MonkeyPatch) -> None:
    with portal.database.writing() as db:
        db.connection().exec_driver_sql("create table if not exists alembic_version (version_num varchar(32))")
        db.connection().exec_driver_sql("delete from alembic_version")
        db.connection().exec_driver_sql("insert into alembic_version values ('long ago')")


def clock_ahead(portal: Portal, _patch: pytest.MonkeyPatch) -> None:
    with clock.held(clock.now() + timedelta(hours=1)), portal.database.writing() as db:
        audit.record(db, SYSTEM, "act", "matters")


def open_keys(portal: Portal, _patch: pytest.MonkeyPatch) -> None:
    (portal.settings.data / "keys" / "audit.json").chmod(0o644)


def damaged_key(portal: Portal, _patch: pytest.MonkeyPatch) -> None:
    (portal.settings.data / "keys" / "pii.json").write_text("{")
    (portal.settings.data / "keys" / "pii.json").chmod(0o600)


def lost_keys(portal: Portal, _patch: pytest.MonkeyPatch) -> None:
    (portal.settings.data / "keys" / "audit.json").unlink()


def no_space(_portal: Portal, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("portal.cli.checks.SPACE_BAD", 2**62)


def no_fonts(_portal: Portal, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("portal.cli.checks.FONTS", ("Noto Serif Atlantis",))


def old_backup(portal: Portal, _patch: pytest.MonkeyPatch) -> None:
    at = (clock.now() - timedelta(days=30)).isoformat()
    (portal.settings.data / "last-backup.json").write_text(f'{{"at": "{at}", "folder": "/there"}}')


def open_folder(portal: Portal, _patch: pytest.MonkeyPatch) -> None:
    portal.settings.data.chmod(0o755)


def lost_head(portal: Portal, _patch: pytest.MonkeyPatch) -> None:
    with portal.database.writing() as db:
        audit.link(db)


def silent_redis(_portal: Portal, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")


def silent_mail(_portal: Portal, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("ONEDOOR_SMTP", "smtp://127.0.0.1:1")


def file_lost(portal: Portal, _patch: pytest.MonkeyPatch) -> None:
    with portal.database.writing() as db:
        file = store(db, b"words", "a.txt", portal.settings)
    place(portal.settings.data / "files", file.path).unlink()


def file_cut(portal: Portal, _patch: pytest.MonkeyPatch) -> None:
    with portal.database.writing() as db:
        file = store(db, b"words", "a.txt", portal.settings)
    place(portal.settings.data / "files", file.path).write_bytes(b"w")


@pytest.mark.parametrize(
    ("misfortune", "sentence"),
    [
        (open_folder, "Others can enter it"),
        (lost_head, "head written down beside the database is missing"),
        (silent_redis, "It does not answer; look at REDIS_URL"),
        (silent_mail, "The mail server cannot be used: it does not answer"),
        (file_lost, "1 个文件缺失"),
        (file_cut, "1 个文件缺失"),
        (silent_worker, "It is not running"),
        (dead_letters, "notices.send × 1"),
        (not_migrated, "onedoor migrate"),
        (clock_ahead, "The clocks differ by 3"),
        (open_keys, "audit.json"),
        (damaged_key, "pii.json"),
        (lost_keys, "These are not this database's keys"),
        (no_space, "GB free"),
        (no_fonts, "Noto Serif Atlantis"),
        (old_backup, "30 days old"),
    ],
)
def test_the_doctor_names_each_trouble(
    run: Run, portal: Portal, house: dict[str, str], monkeypatch: pytest.MonkeyPatch,
    misfortune: Callable[[Portal, pytest.MonkeyPatch], None], sentence: str,
) -> None:  # fmt: skip
    misfortune(portal, monkeypatch)
    result = run("doctor", **house)
    assert result.exit_code == 1
    assert "Troubles: 1." in all_of(result), all_of(result)
    (line,) = [line for line in result.stdout.splitlines() if "trouble" in line]
    assert sentence in line


def test_only_a_deep_look_opens_files(run: Run, portal: Portal, house: dict[str, str]) -> None:
    with portal.database.writing() as db:
        file = store(db, b"words", "a.txt", portal.settings)
    there = place(portal.settings.data / "files", file.path)
    assert "All are there" in run("doctor", "--deep", **house).stdout
    there.write_bytes(there.read_bytes()[::-1])
    assert run("doctor", **house).exit_code == 0, "the size is as it was"
    result = run("doctor", "--deep", **house)
    assert result.exit_code == 1
    assert f"damaged: {file.id} shared (files/{file.path[:2]}/{file.path})" in result.stdout


@pytest.mark.redis
def test_the_doctor_hears_redis_answer(run: Run, house: dict[str, str]) -> None:
    result = run("doctor", **house, REDIS_URL=os.environ["ONEDOOR_TEST_REDIS"])
    assert result.exit_code == 0
    assert "[好 ok] Redis" in result.stdout


def mail_server(replies: bytes) -> tuple[socket.socket, threading.Thread]:
    """Listens for one visitor, greets, and says to everything that it is well."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with listener, listener.accept()[0] as visitor, visitor.makefile("rwb", buffering=0) as line:
            line.write(b"220 here\r\n")
            while said := line.readline():
                heard.append(said.split()[0].upper())
                line.write(b"221 bye\r\n" if heard[-1] == b"QUIT" else replies)

    heard: list[bytes] = []
    thread = threading.Thread(target=serve)
    thread.heard = heard  # type: ignore[attr-defined]
    thread.start()
    return listener, thread


@pytest.mark.parametrize(("replies", "status"), [(b"250 well\r\n", 0), (b"554 go away\r\n", 1)])
def test_the_doctor_greets_the_mail_server_and_sends_nothing(
    run: Run, house: dict[str, str], replies: bytes, status: int
) -> None:
    listener, thread = mail_server(replies)
    result = run("doctor", **house, ONEDOOR_SMTP=f"smtp://127.0.0.1:{listener.getsockname()[1]}")
    thread.join(10)
    assert result.exit_code == status, all_of(result)
    heard = thread.heard  # type: ignore[attr-defined]
    assert b"EHLO" in heard
    assert not {b"MAIL", b"RCPT", b"DATA"} & set(heard)


def test_the_doctor_does_not_make_keys_that_were_lost(run: Run, portal: Portal, house: dict[str, str]) -> None:
    folder = portal.settings.data / "keys"
    (folder / "audit.json").unlink()
    run("doctor", **house)
    assert not (folder / "audit.json").exists()
