"""What the operator has set, looked at before anything is opened: a wrong value is a sentence and status 2."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from portal.kernel import logs
from portal.kernel.settings import Settings
from portal.notices.mail import MailServer

DRIVERS = ("sqlite", "postgresql+psycopg")
PORT = re.compile(r"[0-9]{1,5}")


def settings() -> Settings:
    """The settings of the environment."""
    logs.set_up()
    env = os.environ
    port = env.get("PORT", "8000")
    refuse_unless(
        bool(PORT.fullmatch(port)) and 0 < int(port) < 65536,
        f"PORT 应是 1 到 65535 的数字，不是“{port}”。PORT is a number from 1 to 65535, not '{port}'.",
    )
    refuse_unless(
        bool(env.get("ONEDOOR_DATA", "var").strip()),
        "ONEDOOR_DATA 是空的，应写数据文件夹，或者不设。"
        "ONEDOOR_DATA is empty: name the data folder, or leave it unset.",
    )
    try:
        found = Settings.from_env()
    except ValueError as wrong:
        raise click.UsageError(f"设置写得不对：只能是 1 或 0。A setting cannot be read: {wrong}.") from wrong
    except OSError as wrong:  # a name that is too long
        raise refuse_folder(Path(env["ONEDOOR_DATA"]), str(wrong.strerror)) from wrong
    _check_data(found.data)
    _check_database(found.database_url)
    _check_redis(found.redis_url)
    _check_addresses(found)
    _check_zone(found.zone)
    _check_mail(found.smtp_url)
    return found


def refuse_unless(good: bool, sentence: str) -> None:
    """Go on, or end with the sentence."""
    if not good:
        raise click.UsageError(sentence)


def refuse_folder(data: Path, why: str) -> click.UsageError:
    """The data folder cannot be made or written."""
    return click.UsageError(
        f"数据文件夹 {data} 用不了，请用 ONEDOOR_DATA 另选一个。"
        f"The data folder {data} cannot be used ({why}); choose another by ONEDOOR_DATA."
    )


def _check_data(data: Path) -> None:
    """It, or what it would be made in, is a folder; whether that can be written is seen when it is."""
    try:
        standing = next(path for path in (data.absolute(), *data.absolute().parents) if path.exists())
    except (OSError, ValueError) as error:  # a name that is too long, or holds a zero byte
        raise refuse_folder(data, str(error)) from error
    if not standing.is_dir():
        raise refuse_folder(data, f"{standing} is not a folder")


def _check_database(url: str) -> None:
    if not url:
        return
    try:
        made = make_url(url)
        good = made.drivername in DRIVERS and bool(made.database or made.drivername != "sqlite")
    except (ArgumentError, ValueError):  # a port that is no number
        good = False
    refuse_unless(
        good and ":memory:" not in url,
        "DATABASE_URL 应以 postgresql+psycopg:// 或 sqlite:/// 开头，后面是服务器和库名，或文件名。"
        "DATABASE_URL starts with one of the two: postgresql+psycopg://user:password@host:5432/name or sqlite:////folder/file.",
    )


def _check_redis(url: str) -> None:
    if not url:
        return
    from redis.connection import parse_url

    try:
        parse_url(url)  # type: ignore[no-untyped-call]
        good = url.startswith("unix:") or (bool(urlsplit(url).hostname) and urlsplit(url).port != 0)
    except ValueError:
        good = False
    refuse_unless(
        good,
        "REDIS_URL 应以 redis://、rediss:// 或 unix:// 开头，如 redis://主机:6379/0。"
        "REDIS_URL starts with one of the three, for example redis://host:6379/0.",
    )


def _check_addresses(found: Settings) -> None:
    try:
        parts = urlsplit(found.base_url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    refuse_unless(
        good and not parts.query and not parts.fragment,
        "ONEDOOR_BASE_URL 应是人们输入的网址，如 https://onedoor.example。"
        "ONEDOOR_BASE_URL is the address people type, for example https://onedoor.example.",
    )
    refuse_unless(
        re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", found.sender) is not None,
        "ONEDOOR_SENDER 应是一个邮箱地址。ONEDOOR_SENDER is one e-mail address.",
    )


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        refuse_unless(
            False, f"ONEDOOR_ZONE 应是时区，如 Asia/Shanghai，不是“{zone}”。ONEDOOR_ZONE is a time zone, not '{zone}'."
        )


def _check_mail(url: str) -> None:
    try:
        if url:
            MailServer.from_url(url)
    except ValueError as error:  # the address holds a password, so it is not repeated
        refuse_unless(False, f"ONEDOOR_SMTP 写得不对。ONEDOOR_SMTP cannot be read: {error}.")
