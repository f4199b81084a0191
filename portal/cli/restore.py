"""``onedoor restore BACKUP``: database and files of a backup into an empty place, proved by counts and hashes."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import click
from sqlalchemy import make_url

from portal.cli import house
from portal.cli.snapshot import CannotBackUp, count_tables, load_postgres, sha256, tables_of
from portal.kernel.db import Database
from portal.kernel.settings import Settings

KEYS_MISSING = (
    "还缺钥匙：请把另行保管的 keys 文件夹放到 {folder}，再运行 onedoor doctor。"
    "The keys are still missing: put the folder 'keys' that you keep elsewhere at {folder}, then run: onedoor doctor"
)


class Unfit(Exception):
    """Says in a sentence why this backup, or this place, will not do."""


@click.command("restore")
@click.argument("backup", metavar="BACKUP", type=click.Path(exists=True, file_okay=False, path_type=Path))
def restore_command(backup: Path) -> None:
    """Bring back a backup (a folder onedoor-…Z) into the empty place that ONEDOOR_DATA and DATABASE_URL name."""
    settings = house.settings()
    try:
        manifest = read_manifest(backup)
        _require_empty(settings, manifest)
        _require_whole(backup, manifest)
        _bring_back(settings, backup, manifest)
        _require_same(settings, manifest)
    except (Unfit, OSError, CannotBackUp, sqlite3.Error) as error:
        raise click.ClickException(f"没有恢复。Not restored: {error}") from error
    rows, files = sum(manifest["database"]["tables"].values()), len(manifest["files"])
    click.echo(f"已恢复并核对 Restored and checked: {rows} 行 rows, {files} 个文件 files ({manifest['made_at']})")
    keys = settings.data / "keys"
    if not any(keys.glob("*.json")):
        click.echo(KEYS_MISSING.format(folder=keys))


def read_manifest(backup: Path) -> dict[str, Any]:
    """What the backup says is in it."""
    try:
        found: dict[str, Any] = json.loads((backup / "manifest.json").read_text())
        sum(found["database"]["tables"].values())
        return found if found["files"] is not None else {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unfit(f"{backup} 不是完整的备份。{backup} is not a whole backup (no readable manifest.json).") from error


def _engine_of(settings: Settings) -> str:
    return make_url(settings.database).get_backend_name()


def _require_empty(settings: Settings, manifest: dict[str, Any]) -> None:
    """Nothing is ever written over."""
    if _engine_of(settings) != manifest["database"]["engine"]:
        raise Unfit(
            f"这是 {manifest['database']['engine']} 的备份，请把 DATABASE_URL 设为同一种数据库。"
            f"This is a backup of {manifest['database']['engine']}; let DATABASE_URL name a database of that kind."
        )
    files = settings.data / "files"
    if files.is_dir() and any(files.rglob("*")):
        raise Unfit(f"{files} 里已经有文件，请换一个空的 ONEDOOR_DATA。There are files; choose an empty ONEDOOR_DATA.")
    if _engine_of(settings) == "sqlite":
        if Path(str(make_url(settings.database).database)).exists():
            raise Unfit("那里已经有数据库，请换一个空的地方。There is a database already; choose an empty place.")
        return
    database = Database(settings.database)
    with database.engine.connect() as connection:
        tables = tables_of(connection)
    database.dispose()
    if tables:
        raise Unfit("那个数据库里已经有表，请新建一个空的。That database has tables already; make an empty one.")


def _require_whole(backup: Path, manifest: dict[str, Any]) -> None:
    """Every byte is as it was when the backup was made: asked before anything is written."""
    database = manifest["database"]
    wanted = {database["file"]: database["sha256"]}
    wanted |= {f"files/{name}": entry["sha256"] for name, entry in manifest["files"].items()}
    for name, digest in wanted.items():
        path = backup / name
        if not path.resolve().is_relative_to(backup.resolve()) or not path.is_file() or sha256(path) != digest:
            raise Unfit(f"备份里的 {name} 缺失或已改变。{name} is missing from the backup, or has changed.")


def _bring_back(settings: Settings, backup: Path, manifest: dict[str, Any]) -> None:
    """Files first, the database last: a house that was interrupted half-way has no database and cannot be started."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in manifest["files"]:
        target = settings.data / "files" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(backup / "files" / name, target)
    dump = backup / manifest["database"]["file"]
    if _engine_of(settings) == "sqlite":
        place = Path(str(make_url(settings.database).database))
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_name(f".{place.name}.unfinished")
        shutil.copyfile(dump, unfinished)
        unfinished.chmod(0o600)
        unfinished.rename(place)
    else:
        load_postgres(settings.database, dump)


def _require_same(settings: Settings, manifest: dict[str, Any]) -> None:
    """Count and hash anew what is there now."""
    database = Database(settings.database)
    found = count_tables(database)
    database.dispose()
    wanted = manifest["database"]["tables"]
    if found != wanted:
        wrong = "、".join(sorted(name for name in found | wanted if found.get(name) != wanted.get(name)))
        raise Unfit(f"恢复后的行数对不上：{wrong}。The counts of rows differ: {wrong}.")
    for name, entry in manifest["files"].items():
        if sha256(settings.data / "files" / name) != entry["sha256"]:
            raise Unfit(f"文件 {name} 恢复后内容不符。The file {name} differs.")
