"""The commands of whoever runs the house: clear sentences, honest exit codes, nothing made by mistake."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from click.testing import CliRunner, Result
from sqlalchemy import delete, update

from portal.app import Portal
from portal.app.schema import config
from portal.cli import main
from portal.cli.serve import listen
from portal.kernel import audit, clock
from portal.kernel.audit import AuditLine, AuditLink
from portal.kernel.outbox import OutboxRow, enqueue
from portal.kernel.policy import SYSTEM
from portal.kernel.settings import Settings
from portal.kernel.worker.models import WorkerBeat

ROOT = Path(__file__).parents[3]
Run = Callable[..., Result]
SETTINGS = ("PORT", "DATABASE_URL", "REDIS_URL", "ONEDOOR_DATA", "ONEDOOR_ZONE", "ONEDOOR_SMTP", "ONEDOOR_DEMO")

pytestmark = pytest.mark.both_engines


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """``onedoor …`` in an environment of its own."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def invoke(*words: str, **env: str) -> Result:
        return CliRunner().invoke(main, words, env=env)

    return invoke


@pytest.fixture
def house(portal: Portal, settings: Settings) -> dict[str, str]:
    """The environment of a house that is well: migrated, with a worker that gives signs of life."""
    command.stamp(config(portal.database.engine), "head")
    with portal.database.writing() as db:
        db.add(WorkerBeat(name="test:1", started_at=clock.now(), beat_at=clock.now()))
        audit.record(db, SYSTEM, "act", "matters")
    return {"ONEDOOR_DATA": str(settings.data), "DATABASE_URL": settings.database_url}


def all_of(result: Result) -> str:
    """Both streams."""
    return f"{result.stdout}{result.stderr}"


@pytest.mark.parametrize("name", ["serve", "worker", "tick", "doctor", "backup"])
@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("PORT", "http", "a number from 1 to 65535, not 'http'"),
        ("PORT", "70000", "a number from 1 to 65535, not '70000'"),
        ("DATABASE_URL", "oracle://x", "DATABASE_URL starts with"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL starts with"),
        ("REDIS_URL", "localhost:6379", "REDIS_URL starts with"),
        ("ONEDOOR_ZONE", "Mars/Olympus", "ONEDOOR_ZONE is a time zone, not 'Mars/Olympus'"),
        ("ONEDOOR_SMTP", "smtp://u:geheim@h:x", "ONEDOOR_SMTP cannot be read"),
    ],
)
def test_a_wrong_setting_is_answered_with_a_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, variable: str, value: str, sentence: str
) -> None:
    monkeypatch.setattr("gevent.monkey.patch_all", lambda: None)
    words = (name, "elsewhere") if name == "backup" else (name,)
    result = run(*words, **{"ONEDOOR_DATA": str(tmp_path / "data"), variable: value})
    assert result.exit_code == 2
    assert sentence in all_of(result)
    assert "geheim" not in all_of(result)
    assert "Traceback" not in all_of(result)
    assert not (tmp_path / "data").exists(), "a mistake leaves nothing behind"


@pytest.mark.parametrize(
    "words", [("tick", "now"), ("backup",), ("audit", "burn"), ("serve", "--port", "0"), ("dance",)]
)
def test_words_that_no_command_knows_are_answered_with_status_2(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


@pytest.mark.parametrize("words", [("tick",), ("worker",), ("audit", "verify"), ("backup", "there"), ("doctor",)])
def test_where_no_house_stands_none_is_begun(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    result = run(*words, ONEDOOR_DATA=str(tmp_path / "nowhere"))
    assert result.exit_code == 1
    assert "没有数据" in all_of(result)
    assert not (tmp_path / "nowhere").exists()


def test_a_database_without_tables_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "onedoor.sqlite3").touch()
    result = run("tick", ONEDOOR_DATA=str(tmp_path))
    assert result.exit_code == 1
    assert "onedoor migrate" in all_of(result)


def test_tick_does_what_is_due_and_says_so(run: Run, portal: Portal, house: dict[str, str]) -> None:
    with portal.database.writing() as db:
        enqueue(db, "nobody.does.this")
    result = run("tick", **house)
    assert result.exit_code == 0, all_of(result)
    with portal.database.reading() as db:
        assert db.query(OutboxRow).filter(OutboxRow.done_at.is_not(None)).count() >= 1
        assert audit.head(db) is not None
    assert (portal.settings.data / "audit-head.json").exists()


def test_audit_verify_tells_a_whole_record_from_a_changed_one(run: Run, portal: Portal, house: dict[str, str]) -> None:
    run("tick", **house)
    result = run("audit", "verify", **house)
    assert result.exit_code == 0
    assert "1 lines in the chain" in result.stdout
    with portal.database.writing() as db:
        db.execute(update(AuditLine).values(action="another"))
    result = run("audit", "verify", **house)
    assert result.exit_code == 1
    assert "was changed" in result.stdout
    with portal.database.writing() as db:
        db.execute(delete(AuditLine))
        db.execute(delete(AuditLink))
    assert "the chain was cut off: it reached link 1 once" in run("audit", "verify", **house).stdout


def test_the_doctor_finds_a_house_that_is_well(run: Run, house: dict[str, str]) -> None:
    result = run("doctor", **house)
    assert result.exit_code == 0, all_of(result)
    assert "trouble" not in result.stdout
    assert result.stdout.count("[好 ok]") == 7
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


@pytest.mark.parametrize(
    ("misfortune", "sentence"),
    [
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


def test_the_doctor_does_not_make_keys_that_were_lost(run: Run, portal: Portal, house: dict[str, str]) -> None:
    folder = portal.settings.data / "keys"
    (folder / "audit.json").unlink()
    run("doctor", **house)
    assert not (folder / "audit.json").exists()


@pytest.mark.slow
def test_the_web_serves_and_ends_cleanly_when_asked(portal: Portal, house: dict[str, str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    env = {name: value for name, value in os.environ.items() if name not in SETTINGS} | house | {"PORT": port}
    words = [sys.executable, "-c", "from portal.cli import main; main()"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([*words, "serve"], env=env, cwd=ROOT, stderr=log)
    try:
        assert answer(f"http://127.0.0.1:{port}/privacy") == 200
        assert answer(f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling") == 200
        second = subprocess.run([*words, "serve"], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert second.returncode == 1
        assert f"127.0.0.1:{port}" in second.stderr
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
    assert (tmp_path / "log").read_text() == "", "nothing went wrong, and no address was logged"


def answer(url: str) -> int:
    """The status of a page, as soon as somebody answers."""
    end = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(url) as response:
                status: int = response.status
                return status
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def test_small_answers_are_not_held_back() -> None:
    listener = listen("127.0.0.1", 0)
    with listener, socket.create_connection(listener.getsockname()), listener.accept()[0] as connection:
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
