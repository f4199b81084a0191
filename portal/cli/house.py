"""What every command needs first: settings that make sense, and a house whose tables are there."""

import os
import re
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from flask import Flask
from sqlalchemy import make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError

from portal.app import Portal, create_app
from portal.kernel import logs
from portal.kernel.db import Database
from portal.kernel.outbox import OutboxRow
from portal.kernel.settings import Settings
from portal.kernel.worker.rounds import Round
from portal.notices.mail import MailServer

DATABASES = ("sqlite", "postgresql")
DRIVERS = ("sqlite", "postgresql+psycopg")
PORT = re.compile(r"[0-9]{1,5}")


def settings() -> Settings:
    """The settings of the environment; a wrong value ends the command with a sentence and status 2."""
    logs.set_up()
    env = os.environ
    port = env.get("PORT", "8000")
    _refuse_unless(
        bool(PORT.fullmatch(port)) and 0 < int(port) < 65536,
        f"PORT 应是 1 到 65535 的数字，不是“{port}”。PORT is a number from 1 to 65535, not '{port}'.",
    )
    try:
        found = Settings.from_env()
    except ValueError as wrong:
        raise click.UsageError(f"设置写得不对：只能是 1 或 0。A setting cannot be read: {wrong}.") from wrong
    _check_database(found.database_url)
    _check_redis(found.redis_url)
    _check_zone(found.zone)
    _check_mail(found.smtp_url)
    return found


def _refuse_unless(good: bool, sentence: str) -> None:
    if not good:
        raise click.UsageError(sentence)


def _check_database(url: str) -> None:
    if not url:
        return
    try:
        made = make_url(url)
        name = made.get_backend_name() if made.drivername in DRIVERS else ""
    except (ArgumentError, ValueError):
        name = ""
    _refuse_unless(
        name in DATABASES,
        "DATABASE_URL 应以 postgresql+psycopg:// 或 sqlite:/// 开头。DATABASE_URL starts with one of the two.",
    )


def _check_redis(url: str) -> None:
    good = not url or url.startswith(("redis://", "rediss://", "unix://"))
    _refuse_unless(good, "REDIS_URL 应以 redis://、rediss:// 或 unix:// 开头。REDIS_URL starts with one of the three.")


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        _refuse_unless(
            False, f"ONEDOOR_ZONE 应是时区，如 Asia/Shanghai，不是“{zone}”。ONEDOOR_ZONE is a time zone, not '{zone}'."
        )


def _check_mail(url: str) -> None:
    try:
        if url:
            MailServer.from_url(url)
    except ValueError as error:  # the address holds a password, so it is not repeated
        _refuse_unless(False, f"ONEDOOR_SMTP 写得不对。ONEDOOR_SMTP cannot be read: {error}.")


def ready(known: Settings | None = None) -> Flask:
    """The whole house (on the settings of the environment) if its tables are there; else a sentence and status 1."""
    known = known or settings()
    file = make_url(known.database).database if known.database.startswith("sqlite") else None
    if file and not Path(file).exists():
        raise click.ClickException(
            f"没有数据库 {file}，请先运行 onedoor migrate。There is no database there; run: onedoor migrate"
        )
    app = create_app(known)
    trouble = database_trouble(portal_of(app).database)
    if trouble:
        raise click.ClickException(trouble)
    return app


def database_trouble(database: Database) -> str | None:
    """Why the database cannot be worked with, as a sentence; None when it can."""
    try:
        with database.reading() as db:
            db.scalar(select(OutboxRow.id).limit(1))
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        if "no such table" in said or ("does not exist" in said and "outbox" in said):
            return "数据库里还没有表，请先运行 onedoor migrate。The database has no tables yet; run: onedoor migrate"
        return f"数据库没有应答。The database does not answer: {said}"
    return None


def portal_of(app: Flask) -> Portal:
    """What commands work with."""
    found: Portal = app.extensions["portal"]
    return found


def head_file(portal: Portal) -> Path:
    """Where the worker writes down the signed head of the audit chain."""
    return portal.settings.data / "audit-head.json"


def round_of(portal: Portal) -> Round:
    """A round of the worker for this house."""
    return Round(portal.database, portal.handlers, portal.ticks, head_file(portal))
