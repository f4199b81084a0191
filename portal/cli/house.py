"""What every command needs first: settings that make sense, and a house whose tables are there."""

from pathlib import Path

import click
from flask import Flask
from sqlalchemy import make_url, select
from sqlalchemy.exc import DBAPIError

from portal.app import Portal, create_app
from portal.cli.environment import refuse_folder, settings
from portal.kernel.db import Database
from portal.kernel.outbox import OutboxRow
from portal.kernel.settings import Settings
from portal.kernel.worker.rounds import Round

__all__ = ["build", "database_trouble", "head_file", "no_answer", "portal_of", "ready", "round_of", "settings"]


def ready(known: Settings | None = None) -> Flask:
    """The whole house (on the settings of the environment) if its tables are there; else a sentence and status 1."""
    known = known or settings()
    file = make_url(known.database).database if known.database.startswith("sqlite") else None
    if file and not Path(file).exists():
        raise click.ClickException(
            f"没有数据库 {file}，请先运行 onedoor migrate。There is no database there; run: onedoor migrate"
        )
    app = build(known)
    trouble = database_trouble(portal_of(app).database)
    if trouble:
        raise click.ClickException(trouble)
    return app


def build(known: Settings) -> Flask:
    """The house itself, which needs its data folder for the keys: for its owner's eyes only."""
    try:
        known.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        return create_app(known)
    except OSError as error:
        raise refuse_folder(known.data, error.strerror or str(error)) from error


def database_trouble(database: Database) -> str | None:
    """Why the database cannot be worked with, as a sentence; None when it can."""
    try:
        with database.reading() as db:
            db.scalar(select(OutboxRow.id).limit(1))
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        if "no such table" in said or ("does not exist" in said and "outbox" in said):
            return "数据库里还没有表，请先运行 onedoor migrate。The database has no tables yet; run: onedoor migrate"
        return no_answer(error)
    return None


def no_answer(error: DBAPIError) -> str:
    """What the database, or its driver, said instead."""
    return f"数据库没有应答。The database does not answer: {' '.join(str(error.orig).split())}"


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
