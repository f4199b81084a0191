"""``onedoor backup DIR``: database and files of this moment, with a list of what must be found in them."""

import json
import os
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from portal.app import Portal
from portal.cli.house import portal_of, ready
from portal.cli.snapshot import CannotBackUp, dump_postgres, dump_sqlite, sha256
from portal.kernel import clock
from portal.kernel.files.inventory import losses
from portal.kernel.files.services import FOLDER

KEYS = (
    "钥匙不在备份里，请另行妥善保管 keys 文件夹；没有钥匙，备份里的密封内容打不开。"
    "The keys are NOT in this backup; keep the folder 'keys' elsewhere: without it what is sealed cannot be opened."
)
LAST = "last-backup.json"


@click.command("backup")
@click.argument("named", metavar="DIR", type=click.Path(file_okay=False))
def backup_command(named: str) -> None:
    """Write a backup into a new folder under DIR, named by its moment (UTC). Keys are not part of it.

    Every stored file is opened and compared with its hash: what is missing or changed is named (status 1 then).
    """
    if not named.strip():
        raise click.UsageError("请写明备份放在哪个文件夹。Name the folder for the backup: onedoor backup DIR")
    folder = Path(named)
    portal = portal_of(ready())
    made = make_backup(portal, folder)
    manifest = json.loads((made / "manifest.json").read_text())
    rows, files = sum(manifest["database"]["tables"].values()), len(manifest["files"])
    click.echo(f"{made}: {rows} 行 rows, {files} 个文件 files\n{KEYS}")
    portal.database.dispose()
    lost = manifest["lost"]
    for line in lost:
        click.echo(line)
    if lost:
        raise click.ClickException(
            f"备份已做好，但有 {len(lost)} 个文件缺失或已被改动，请从以前的备份找回。"
            f"The backup was made, but {len(lost)} files are missing or changed; look for them in an earlier backup."
        )


def make_backup(portal: Portal, folder: Path) -> Path:
    """A new folder under ``folder``, whole or not there at all; ends the command with a sentence if it fails."""
    data = portal.settings.data.resolve()
    if data == folder.resolve() or data in folder.resolve().parents:
        raise click.UsageError(f"备份不要放在数据文件夹里。A backup does not belong into the data folder {data}.")
    made = folder / f"onedoor-{clock.now():%Y%m%dT%H%M%SZ}"
    unfinished = made.with_name(f".{made.name}.unfinished")
    os.umask(0o077)
    try:
        unfinished.mkdir(parents=True)
        manifest = _write(portal, unfinished)
        unfinished.rename(made)
    except (OSError, CannotBackUp) as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise click.ClickException(f"备份没有做成。The backup was not made: {error}") from error
    (data / LAST).write_text(json.dumps({"at": manifest["made_at"], "folder": str(made.resolve())}))
    return made


def _write(portal: Portal, target: Path) -> dict[str, Any]:
    """Database first: a file that a row speaks of was on the disk before the row was."""
    if portal.database.is_sqlite:
        database = dump_sqlite(str(portal.database.engine.url.database), target / "onedoor.sqlite3")
    else:
        database = dump_postgres(portal.database, target / "onedoor.pgdump")
    manifest = {
        "made_at": clock.now().isoformat(),
        "version": version("onedoor"),
        "keys": KEYS,
        "database": database,
        "files": _copy_files(portal.settings.data / FOLDER, target / FOLDER),
        "lost": [str(loss) for loss in losses(portal.database, portal.settings.data / FOLDER, deep=True)],
    }
    if database["head"] is not None:
        (target / "audit-head.json").write_text(json.dumps(database.pop("head")))
    (target / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def _copy_files(source: Path, target: Path) -> dict[str, dict[str, Any]]:
    """Copy what people handed in and what was made for them; files under way (names with a dot) are left."""
    target.mkdir()
    copied: dict[str, dict[str, Any]] = {}
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        if path.is_file() and not path.name.startswith("."):
            name = path.relative_to(source)
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / name)
            copied[name.as_posix()] = {"bytes": path.stat().st_size, "sha256": sha256(target / name)}
    return copied
