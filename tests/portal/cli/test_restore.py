"""What was backed up comes back whole into an empty place, or not at all; an upgrade begins with a backup."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from click.testing import CliRunner, Result
from sqlalchemy import select, text

from counseling.cases.rules import Details
from counseling.cases.services import open_draft
from portal.app import Portal, create_app
from portal.app.schema import config
from portal.cli import main
from portal.kernel import clock
from portal.kernel.db import Database, new_secret_id
from portal.kernel.files.services import keep, prepare
from portal.kernel.outbox import OutboxRow, enqueue
from portal.kernel.settings import Settings
from portal.kernel.worker.models import WorkerBeat

pytestmark = pytest.mark.both_engines
Run = Callable[..., Result]
SETTINGS = ("PORT", "DATABASE_URL", "REDIS_URL", "ONEDOOR_DATA", "ONEDOOR_ZONE", "ONEDOOR_SMTP", "ONEDOOR_DEMO")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """``onedoor …`` in an environment of its own."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)

    def invoke(settings: Settings, *words: str) -> Result:
        env = {"ONEDOOR_DATA": str(settings.data), "DATABASE_URL": settings.database_url}
        return CliRunner().invoke(main, words, env=env)

    return invoke


@pytest.fixture
def elsewhere(engine: str, empty_url: str, tmp_path: Path) -> Settings:
    """An empty place on the same kind of engine."""
    return Settings(data=tmp_path / "elsewhere", database_url=empty_url, testing=True)


@pytest.fixture
def backup(portal: Portal, run: Run, tmp_path: Path) -> Path:
    """A house with three rows, a case of counselling and a file, backed up."""
    command.stamp(config(portal.database.engine), "head")
    prepared = prepare(b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "paper.pdf", portal.settings, exactly=True)
    with portal.database.writing() as db:
        keep(db, prepared)
        for number in range(3):
            enqueue(db, "work", number=number)
        open_draft(db, new_secret_id(), Details(band="adult"))
    assert run(portal.settings, "backup", str(tmp_path / "there")).exit_code == 0
    (made,) = (tmp_path / "there").iterdir()
    return made


@pytest.fixture
def rows(elsewhere: Settings) -> Iterator[Callable[[], list[int]]]:
    """What stands in the outbox of the other place."""
    database = Database(elsewhere.database_url)

    def found() -> list[int]:
        with database.reading() as db:
            return sorted(row.payload["number"] for row in db.scalars(select(OutboxRow)))

    yield found
    database.dispose()


def test_everything_comes_back(
    backup: Path, portal: Portal, elsewhere: Settings, run: Run, rows: Callable[[], list[int]]
) -> None:
    result = run(elsewhere, "restore", str(backup))
    assert result.exit_code == 0, result.output
    assert "The keys are still missing" in result.stdout
    assert rows() == [0, 1, 2]
    files = {path.relative_to(portal.settings.data): path.read_bytes() for path in _files(portal.settings)}
    assert files
    assert {path.relative_to(elsewhere.data): path.read_bytes() for path in _files(elsewhere)} == files
    shutil.copytree(portal.settings.data / "keys", elsewhere.data / "keys", dirs_exist_ok=True)
    assert create_app(elsewhere)


def test_counselling_is_counted_in_the_schema_where_it_stands(backup: Path, portal: Portal) -> None:
    counts = json.loads((backup / "manifest.json").read_text())["database"]["tables"]
    name = "counseling_cases" if portal.database.is_sqlite else "counseling.counseling_cases"
    assert counts[name] == 1


def _files(settings: Settings) -> list[Path]:
    return [path for path in sorted((settings.data / "files").rglob("*")) if path.is_file()]


def test_nothing_is_written_over(backup: Path, portal: Portal, elsewhere: Settings, run: Run) -> None:
    result = run(portal.settings, "restore", str(backup))
    assert result.exit_code == 1
    assert "Not restored" in result.stderr
    assert run(elsewhere, "restore", str(backup)).exit_code == 0
    assert run(elsewhere, "restore", str(backup)).exit_code == 1


@pytest.mark.parametrize("damage", ["changed", "missing", "outside", "no manifest"])
def test_a_damaged_backup_is_refused_before_anything_is_written(
    damage: str, backup: Path, elsewhere: Settings, run: Run
) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())
    file = backup / "files" / next(iter(manifest["files"]))
    if damage == "changed":
        file.write_bytes(file.read_bytes() + b" ")
    elif damage == "missing":
        file.unlink()
    elif damage == "no manifest":
        (backup / "manifest.json").unlink()
    else:
        manifest["files"]["../../../stray"] = {"bytes": 0, "sha256": ""}
        (backup / "manifest.json").write_text(json.dumps(manifest))
    result = run(elsewhere, "restore", str(backup))
    assert result.exit_code == 1
    assert "Not restored" in result.stderr
    assert not elsewhere.data.exists() or not _files(elsewhere)


def test_other_counts_are_noticed(backup: Path, elsewhere: Settings, run: Run) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["database"]["tables"]["outbox"] += 1
    (backup / "manifest.json").write_text(json.dumps(manifest))
    result = run(elsewhere, "restore", str(backup))
    assert result.exit_code == 1
    assert "The counts of rows differ: outbox" in result.stderr


def test_an_upgrade_begins_with_a_backup(backup: Path, portal: Portal, run: Run, tmp_path: Path) -> None:
    """From the revision before the newest, or from none if there is but one."""
    there = tmp_path / "before"
    up_to_date = run(portal.settings, "upgrade", str(there))
    assert up_to_date.exit_code == 0, up_to_date.output
    assert "nothing was changed" in up_to_date.stdout
    assert not there.exists()


def test_an_older_program_leaves_a_newer_database_alone(portal: Portal, run: Run, tmp_path: Path) -> None:
    command.stamp(config(portal.database.engine), "head")
    with portal.database.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    result = run(portal.settings, "upgrade", str(tmp_path / "before"))
    assert result.exit_code == 1
    assert "newer than this program" in result.stderr


def test_nobody_is_at_work_while_tables_change(portal: Portal, run: Run, tmp_path: Path) -> None:
    command.stamp(config(portal.database.engine), "head")
    with portal.database.writing() as db:
        db.add(WorkerBeat(name="test:1", started_at=clock.now(), beat_at=clock.now()))
    with portal.database.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0001'"))
    result = run(portal.settings, "upgrade", str(tmp_path / "before"))
    assert (result.exit_code, "still running" in result.stderr) == (1, True)


def test_a_failed_upgrade_leaves_all_as_it_was(backup: Path, portal: Portal, run: Run, tmp_path: Path) -> None:
    """The tables of the next revision are there already, so that it must fail in its middle."""
    with portal.database.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0001'"))
        before = sorted(connection.dialect.get_table_names(connection))
    result = run(portal.settings, "upgrade", str(tmp_path / "before"))
    assert result.exit_code == 1
    assert "all is as it was" in result.stderr
    assert len(list((tmp_path / "before").iterdir())) == 1
    with portal.database.engine.connect() as connection:
        assert connection.scalar(text("select version_num from alembic_version")) == "0001"
        assert sorted(connection.dialect.get_table_names(connection)) == before
