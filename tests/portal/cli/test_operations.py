"""The commands of whoever runs the house: clear sentences, honest exit codes, nothing made by mistake."""

import os
import re
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
from click.testing import Result
from sqlalchemy import delete, update

from portal.app import Portal
from portal.cli.serve import listen
from portal.kernel import audit, clock
from portal.kernel.audit import AuditLine, AuditLink
from portal.kernel.outbox import OutboxRow, enqueue
from portal.kernel.policy import SYSTEM
from tests.portal.matters.filing import file_matter
from tests.world import World

ROOT = Path(__file__).parents[3]
Run = Callable[..., Result]
SETTING = re.compile(r"ONEDOOR_|DATABASE_URL|REDIS_URL|PORT$")

pytestmark = pytest.mark.both_engines


def all_of(result: Result) -> str:
    """Both streams."""
    return f"{result.stdout}{result.stderr}"


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


def test_a_chain_without_its_head_is_not_called_whole(run: Run, portal: Portal, house: dict[str, str]) -> None:
    """Whoever cuts the chain takes the head away as well; the worker does not write a new one over that."""
    head = portal.settings.data / "audit-head.json"
    run("tick", **house)
    kept = head.read_text()
    head.unlink()
    result = run("audit", "verify", **house)
    assert result.exit_code == 1
    assert "nobody can tell whether the chain was cut off" in result.stdout
    assert "--restored" in result.stdout
    with portal.database.writing() as db:
        audit.record(db, SYSTEM, "act", "matters")
    run("tick", **house)
    assert not head.exists()
    assert run("audit", "verify", **house).exit_code == 1
    head.write_text(kept)
    assert run("audit", "verify", **house).exit_code == 0


def test_a_restored_house_says_so_and_its_record_tells_it(run: Run, portal: Portal, house: dict[str, str]) -> None:
    run("tick", **house)
    (portal.settings.data / "audit-head.json").unlink()
    assert run("audit", "verify", "--restored", **house).exit_code == 0
    run("tick", **house)
    assert run("audit", "verify", **house).exit_code == 0
    with portal.database.writing() as db:
        assert db.query(AuditLine).filter(AuditLine.action == "audit.restored").count() == 1
        db.execute(update(AuditLine).where(AuditLine.action == "act").values(action="another"))
    (portal.settings.data / "audit-head.json").unlink()
    result = run("audit", "verify", "--restored", **house)
    assert result.exit_code == 1, "a changed line is no consequence of restoring"
    assert not (portal.settings.data / "audit-head.json").exists()


def test_a_house_in_which_nothing_happened_yet_is_called_new(run: Run, portal: Portal, house: dict[str, str]) -> None:
    with portal.database.writing() as db:
        db.execute(delete(AuditLine))
    result = run("audit", "verify", **house)
    assert result.exit_code == 0
    assert "its chain has not begun" in result.stdout


def test_lines_that_nobody_links_are_told(run: Run, portal: Portal, house: dict[str, str]) -> None:
    with clock.held(clock.now() - timedelta(hours=2)), portal.database.writing() as db:
        audit.record(db, SYSTEM, "act", "matters")
    result = run("audit", "verify", **house)
    assert result.exit_code == 1
    assert "the chain has not begun" in result.stdout


def test_a_record_that_was_emptied_is_not_called_new(
    run: Run, portal: Portal, house: dict[str, str], world: World
) -> None:
    with portal.database.writing() as db:
        file_matter(db, world)
        db.execute(delete(AuditLine))
    result = run("audit", "verify", **house)
    assert result.exit_code == 1
    assert "not one line of what was done" in result.stdout


@pytest.mark.slow
def test_the_web_serves_and_ends_cleanly_when_asked(portal: Portal, house: dict[str, str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    env = {name: value for name, value in os.environ.items() if not SETTING.match(name)} | house | {"PORT": port}
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
