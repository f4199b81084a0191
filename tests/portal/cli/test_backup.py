"""A backup holds the database and the files of one moment, and says what it does not hold."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.app import Portal
from portal.cli import main
from portal.kernel import audit
from portal.kernel.files.disk import place
from portal.kernel.files.services import store
from portal.kernel.outbox import enqueue
from portal.kernel.policy import SYSTEM

pytestmark = pytest.mark.both_engines
Backup = Callable[[Path], Result]


@pytest.fixture
def backup(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Backup:
    """``onedoor backup`` of the test's house."""
    for name in ("PORT", "REDIS_URL", "ONEDOOR_SMTP", "ONEDOOR_DEMO"):
        monkeypatch.delenv(name, raising=False)
    env = {"ONEDOOR_DATA": str(portal.settings.data), "DATABASE_URL": portal.settings.database_url}
    return lambda folder: CliRunner().invoke(main, ["backup", str(folder)], env=env)


@pytest.fixture
def filled(portal: Portal) -> Portal:
    """A house with three rows and two files."""
    with portal.database.writing() as db:
        for number in range(3):
            enqueue(db, "work", number=number)
    folder = portal.settings.data / "files" / "ab"
    folder.mkdir(parents=True)
    (folder / "photo").write_bytes(b"sealed photo")
    (folder / "paper").write_bytes(b"sealed paper")
    (folder / ".under-way").write_bytes(b"half")
    return portal


def manifest_of(folder: Path) -> tuple[Path, dict[str, dict[str, dict[str, object]]]]:
    (made,) = folder.glob("onedoor-*")
    return made, json.loads((made / "manifest.json").read_text())


def test_database_and_files_are_there_with_counts_and_hashes(filled: Portal, backup: Backup, tmp_path: Path) -> None:
    result = backup(tmp_path / "there")
    assert result.exit_code == 0, result.stderr
    made, manifest = manifest_of(tmp_path / "there")
    database = manifest["database"]
    assert database["tables"]["outbox"] == 3
    dump = made / str(database["file"])
    assert hashlib.sha256(dump.read_bytes()).hexdigest() == database["sha256"]
    assert set(manifest["files"]) == {"ab/photo", "ab/paper"}
    assert (made / "files/ab/photo").read_bytes() == b"sealed photo"
    assert manifest["files"]["ab/photo"]["sha256"] == hashlib.sha256(b"sealed photo").hexdigest()
    last = json.loads((filled.settings.data / "last-backup.json").read_text())
    assert last == {"at": manifest["made_at"], "folder": str(made)}


def test_the_copy_can_be_opened(filled: Portal, backup: Backup, tmp_path: Path) -> None:
    backup(tmp_path / "there")
    made, manifest = manifest_of(tmp_path / "there")
    dump = made / str(manifest["database"]["file"])
    if filled.database.is_sqlite:
        with sqlite3.connect(f"file:{dump}?mode=ro&immutable=1", uri=True) as copy:
            assert copy.execute("select count(*) from outbox").fetchone() == (3,)
        assert [path.name for path in made.glob("onedoor.sqlite3*")] == ["onedoor.sqlite3"]
    else:
        listed = subprocess.run(["pg_restore", "--list", str(dump)], capture_output=True, text=True, check=True).stdout
        assert "TABLE DATA public outbox" in listed


def test_the_keys_are_not_in_it_and_it_says_so(filled: Portal, backup: Backup, tmp_path: Path) -> None:
    result = backup(tmp_path / "there")
    assert "The keys are NOT in this backup" in result.stdout
    key = next((filled.settings.data / "keys").glob("*.json")).read_bytes()
    made, manifest = manifest_of(tmp_path / "there")
    assert "keys" in manifest
    copied = [path for path in made.rglob("*") if path.is_file()]
    assert len(copied) == 4
    assert not any(key[6:40] in path.read_bytes() for path in copied)
    assert all(path.stat().st_mode & 0o077 == 0 for path in copied), "for the owner's eyes only"


def test_a_writer_at_work_is_neither_disturbed_nor_half_copied(filled: Portal, backup: Backup, tmp_path: Path) -> None:
    with filled.database.session(writes=True) as db:
        enqueue(db, "work")
        db.flush()
        assert backup(tmp_path / "there").exit_code == 0
        db.rollback()
    assert manifest_of(tmp_path / "there")[1]["database"]["tables"]["outbox"] == 3


def test_a_backup_does_not_lie_in_the_house_it_is_of(filled: Portal, backup: Backup, tmp_path: Path) -> None:
    assert backup(filled.settings.data / "backups").exit_code == 2
    (tmp_path / "file").touch()
    assert backup(tmp_path / "file").exit_code == 2


def test_a_backup_has_a_name(
    filled: Portal, backup: Callable[[str], Result], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    for name in ("", " "):
        result = backup(name)
        assert result.exit_code == 2
        assert "Name the folder for the backup" in result.stderr
    assert sorted(tmp_path.iterdir()) == before
    assert not (filled.settings.data / "last-backup.json").exists()


def test_files_that_are_missing_or_changed_are_named(portal: Portal, backup: Backup, tmp_path: Path) -> None:
    """The rest is saved all the same; the status says that something is wrong with the house."""
    with portal.database.writing() as db:
        whole, gone, other, damaged = (store(db, b"words %d" % number, "a.txt", portal.settings) for number in range(4))
    root = portal.settings.data / "files"
    place(root, gone.path).unlink()
    place(root, other.path).write_bytes(place(root, other.path).read_bytes() + b"x")
    place(root, damaged.path).write_bytes(place(root, damaged.path).read_bytes()[::-1])
    result = backup(tmp_path / "there")
    assert result.exit_code == 1
    assert "3 files are missing or changed" in result.stderr
    made, manifest = manifest_of(tmp_path / "there")
    assert sorted(line.split(" shared")[0] for line in manifest["lost"]) == [
        f"changed: {other.id}",
        f"damaged: {damaged.id}",
        f"missing: {gone.id}",
    ]
    assert all(line in result.stdout for line in manifest["lost"])
    assert (made / "files" / whole.path[:2] / whole.path).exists()


def test_the_head_of_the_record_is_that_of_the_copy(filled: Portal, backup: Backup, tmp_path: Path) -> None:
    with filled.database.writing() as db:
        audit.record(db, SYSTEM, "act", "matters")
        db.flush()
        audit.link(db)
    assert backup(tmp_path / "there").exit_code == 0
    made, _manifest = manifest_of(tmp_path / "there")
    with filled.database.reading() as db:
        assert list(audit.head_faults(db, made / "audit-head.json")) == []
        assert json.loads((made / "audit-head.json").read_text())["seq"] == 1


def test_what_could_not_be_finished_is_not_left_lying_about(
    filled: Portal, backup: Backup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_paths: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(shutil, "copyfile", full)
    result = backup(tmp_path / "there")
    assert result.exit_code == 1
    assert "no space left" in result.stderr
    assert list((tmp_path / "there").iterdir()) == []
    assert not (filled.settings.data / "last-backup.json").exists()
