"""What ``onedoor doctor`` looks at: each check answers findings in clear sentences, Chinese and English."""

import json
import shutil
import stat
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text

from portal.app import Portal
from portal.app.schema import config
from portal.cli import neighbours
from portal.cli.backup import LAST
from portal.cli.finding import BAD, GOOD, NOTE, Finding
from portal.cli.house import database_trouble, head_file
from portal.kernel import audit, clock
from portal.kernel.audit import AuditLine
from portal.kernel.crypto import PURPOSES, keyring
from portal.kernel.files.inventory import losses
from portal.kernel.files.services import FOLDER
from portal.kernel.worker import queries
from portal.kernel.worker.models import SILENCE

SPACE_BAD, SPACE_NOTE = 200 * 2**20, 2 * 2**30
SKEW = timedelta(seconds=5)
MOST_NAMED = 20
BACKUP_OLD = timedelta(days=8)
FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC")


def database(portal: Portal) -> Iterator[Finding]:
    """Reachable, and migrated to the newest tables."""
    what = "数据库 database"
    trouble = database_trouble(portal.database)
    if trouble:
        yield Finding(BAD, what, trouble)
        return
    newest = ScriptDirectory.from_config(config(portal.database.engine)).get_heads()
    with portal.database.reading() as db:
        current = MigrationContext.configure(db.connection()).get_current_heads()
    if set(current) == set(newest):
        yield Finding(GOOD, what, "能读，表是最新的。It answers and its tables are up to date.")
    else:
        yield Finding(
            BAD, what, "表不是最新的，请运行 onedoor migrate。Its tables are not up to date; run: onedoor migrate"
        )


def worker(portal: Portal) -> Iterator[Finding]:
    """Alive, and nothing on the dead-letter list."""
    with portal.database.reading() as db:
        beat, dead = queries.last_beat(db), queries.dead_by_kind(db)
    what = "后台程序 worker"
    if beat is None or beat < clock.now() - SILENCE:
        since = f"（上次 last: {beat:%Y-%m-%d %H:%M} UTC）" if beat else ""
        yield Finding(BAD, what, f"没有在运行，请启动 onedoor worker{since}。It is not running; start: onedoor worker")
    else:
        yield Finding(GOOD, what, "在运行。It is running.")
    what = "失败清单 dead letters"
    if dead:
        kinds = "、".join(f"{kind} × {count}" for kind, count in dead)
        yield Finding(
            BAD, what, f"有任务失败：{kinds}。管理员可在 /desk/failed 重试。An administrator can try again there."
        )
    else:
        yield Finding(GOOD, what, "没有失败的任务。Empty.")


def disk(portal: Portal) -> Iterator[Finding]:
    """Room for files and database."""
    free = shutil.disk_usage(portal.settings.data).free
    level = BAD if free < SPACE_BAD else NOTE if free < SPACE_NOTE else GOOD
    yield Finding(level, "磁盘 disk", f"剩余 {free / 2**30:.1f} GB。{free / 2**30:.1f} GB free.")


def clock_skew(portal: Portal) -> Iterator[Finding]:
    """The clocks of this machine and of the database agree, and nothing is dated in the future."""
    now = clock.now()
    with portal.database.reading() as db:
        latest = db.scalar(select(func.max(AuditLine.at)))
        there = now if portal.database.is_sqlite else db.scalar(text("select clock_timestamp()"))
    ahead = max(abs(_moment(there) - clock.now()), (latest or now) - now)
    if ahead > SKEW:
        seconds = int(ahead.total_seconds())
        yield Finding(
            BAD, "时钟 clock", f"时钟相差 {seconds} 秒，请校时。The clocks differ by {seconds} s; set the time."
        )
    else:
        yield Finding(GOOD, "时钟 clock", "时间一致。The time is right.")


def _moment(value: Any) -> datetime:
    assert isinstance(value, datetime)
    return value


def folder(portal: Portal) -> Iterator[Finding]:
    """The data folder is for its owner's eyes only; what lies in it then is, too."""
    data = portal.settings.data
    if stat.S_IMODE(data.stat().st_mode) & 0o077:
        words = f"别的用户也能进入，请运行 chmod go= {data}。Others can enter it; run: chmod go= {data}"
        yield Finding(BAD, "数据文件夹 data folder", words)
    else:
        yield Finding(GOOD, "数据文件夹 data folder", "只有所有者能进入。Only its owner can enter it.")


def files(portal: Portal, deep: bool) -> Iterator[Finding]:
    """What the rows speak of is on the disk."""
    what = "文件 files"
    lost = list(losses(portal.database, portal.settings.data / FOLDER, deep=deep))
    for loss in lost[:MOST_NAMED]:
        yield Finding(NOTE, what, str(loss))
    if lost:
        words = "个文件缺失或已被改动，请从备份找回。files are missing or changed; restore them from a backup."
        yield Finding(BAD, what, f"{len(lost)} {words}")
    else:
        how = "逐个打开核对过 each was opened" if deep else "逐个打开核对请用 to open each: onedoor doctor --deep"
        yield Finding(GOOD, what, f"都在，{how}。All are there.")


def head(portal: Portal) -> Iterator[Finding]:
    """The head of the audit chain is kept outside of the database, and the chain still holds it."""
    with portal.database.reading() as db:
        faults = list(audit.head_faults(db, head_file(portal)))
    for fault in faults:
        words = f"{fault}。请运行 run: onedoor audit verify"
        yield Finding(BAD, "审计链 audit chain", words)


def fonts(_portal: Portal) -> Iterator[Finding]:
    """Chinese fonts for the papers."""
    what = "字体 fonts"
    if shutil.which("fc-list") is None:
        yield Finding(BAD, what, "没有 fc-list，请安装 fontconfig。fc-list is missing; install fontconfig.")
        return
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False).stdout
    missing = [font for font in FONTS if font not in listed]
    if missing:
        names = "、".join(missing)
        yield Finding(BAD, what, f"缺少字体 {names}，请安装 fonts-noto-cjk。Missing; install fonts-noto-cjk.")
    else:
        yield Finding(GOOD, what, "中文字体齐全。Chinese fonts are there.")


def keys(portal: Portal) -> Iterator[Finding]:
    """Present, readable, and only for the owner's eyes."""
    what, folder = "钥匙 keys", portal.settings.data / "keys"
    files = sorted(folder.glob("*.json"))
    open_to_others = [path.name for path in (folder, *files) if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if open_to_others:
        names = "、".join(open_to_others)
        yield Finding(BAD, what, f"{names} 别人也能读，请运行 chmod -R go= {folder}。Others can read them.")
    unreadable = [path.name for path in files if not _is_keyring(path.read_text())]
    if unreadable:
        yield Finding(
            BAD, what, f"{'、'.join(unreadable)} 已损坏，请用保管的副本恢复。Damaged; restore them from your copy."
        )
    missing = [purpose for purpose in PURPOSES if not (folder / f"{purpose}.json").exists()]
    later = f"，还没用到的 not needed yet: {', '.join(missing)}" if missing else ""
    if not open_to_others and not unreadable:
        yield Finding(GOOD, what, f"都在{later}。They are there. 请另存一份 Keep a copy elsewhere: {folder}")


def keys_fit(portal: Portal) -> Iterator[Finding]:
    """The keys here are those with which this database was written: its newest audit line tells."""
    with portal.database.reading() as db:
        line = db.scalar(select(AuditLine).order_by(AuditLine.id.desc()).limit(1))
    if line is None:
        return
    there = (portal.settings.data / "keys" / "audit.json").exists()
    if not there or line.mac != keyring().mac("audit", line.sealed_text()):
        words = "钥匙不是这个数据库的，请恢复原来的 keys 文件夹。These are not this database's keys; restore them."
        yield Finding(BAD, "钥匙 keys", words)


def _is_keyring(words: str) -> bool:
    try:
        found = json.loads(words)
    except ValueError:
        return False
    return isinstance(found, dict) and bool(found)


def backup(portal: Portal) -> Iterator[Finding]:
    """When the last backup was made."""
    what, note = "备份 backup", portal.settings.data / LAST
    if not note.exists():
        yield Finding(NOTE, what, "还没有备份过，请运行 onedoor backup DIR。None yet; run: onedoor backup DIR")
        return
    last = json.loads(note.read_text())
    days = (clock.now() - datetime.fromisoformat(last["at"])).days
    level = BAD if timedelta(days=days) > BACKUP_OLD else GOOD
    yield Finding(level, what, f"上次是 {days} 天前，在 {last['folder']}。The last one is {days} days old.")


WITHOUT_DATABASE = (disk, folder, fonts, keys, neighbours.mail, neighbours.redis, backup)
WITH_DATABASE = (worker, clock_skew, keys_fit, head)


def examine(portal: Portal, *, deep: bool = False) -> Iterator[Finding]:
    """All checks; those that ask the database only when it answers. ``deep`` opens each stored file."""
    answers = True
    for finding in database(portal):
        answers = finding.level == GOOD
        yield finding
    for check in (*(WITH_DATABASE if answers else ()), *WITHOUT_DATABASE):
        yield from check(portal)
    if answers:
        yield from files(portal, deep)
