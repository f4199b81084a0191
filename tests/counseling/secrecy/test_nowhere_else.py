"""R-15, proved: twenty sentences and the names of clients go in through the pages, and are then looked for everywhere.

In the bytes of the database, its log, its dump and a backup, in what is logged, in every row of every other part of the
house, and on every page that anybody else can open: none may be found, in no shape (tests/counseling/secrecy/seeds.py).
"""

import io
import json
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select, text

from counseling.booking.jobs import remind
from counseling.booking.models import Visit
from counseling.records.models import Record
from portal.app import Portal
from portal.cli import main
from portal.kernel import clock
from portal.kernel.db import Base
from portal.kernel.outbox import Job, OutboxRow
from portal.kernel.worker.rounds import Round
from tests.counseling import callers
from tests.counseling.secrecy.seeds import ALL, MAILS, NAMES, PHONES, SENTENCES, found
from tests.world import World

pytestmark = [pytest.mark.both_engines, pytest.mark.slow]

OTHERS = (
    "clerk", "dispatcher", "duty", "mediator", "head", "secretary", "outsider", "police", "admin", "centre_head",
    "counsellor2", "watcher", "figures", "auditor", "dpo", "supervisor", "social",
)  # fmt: skip
RANDOM = re.compile(rb'nonce="[^"]*"|nonce-[\w-]+|name="(?:csrf_token|once)" value="[^"]*"|back" value="[^"]*"')
KNOW_NOBODY = (
    "persons", "matters", "involvements", "parties", "deliveries", "case_pins", "one_time_codes", "rooms", "messages",
    "live", "attempts",
)  # fmt: skip


def client_in(app: Flask, number: int) -> FlaskClient:
    """One client comes, says what they know nobody else knows, and books."""
    browser = app.test_client()
    name, first, second, third = NAMES[number], *SENTENCES[number * 3 : number * 3 + 3]
    told = {
        "name": name, "channel": "phone", "phone": PHONES[number % 3], "words": second, "concern": first,
        "wanted": third, "emergency_name": NAMES[-1], "emergency_phone": PHONES[-1],
    }  # fmt: skip
    if number == 0:
        told |= {"channel": "email", "email": MAILS[0]}
    callers.walk_in(browser, terms={"extras": ["mail"]}, **told)
    callers.take(browser)
    return browser


def record(app: Flask, portal: Portal, world: World, visit: Visit, number: int) -> str:
    """The counsellor writes down what was said; one record is finished and amended, others are half-written."""
    desk = app.test_client()
    world.sign_in(desk, portal.database, "counsellor")
    one, two, three, four = (SENTENCES[(12 + number * 4 + place) % len(SENTENCES)] for place in range(4))
    for path in ("/desk/visits", f"/desk/visits/{visit.case_id}"):
        callers.page(desk, path)
    desk.post(f"/desk/visits/hours/{visit.id}/arrived", data={})
    edit = desk.post(f"/desk/visits/hours/{visit.id}/record", data={}).location
    told = {"theme": one, "condition": two, "did": three, "summary": four, "plan": one, "notes": two, "basis": three}
    grave = {"level": "high", "ideation": "clear", "steps": ["hotline"], "finish": "y"}
    assert desk.post(edit, data={**told, "finish": "y"}).status_code == 422  # what is wrong comes back, and is logged
    assert desk.post(edit, data={**told, **(grave if number % 2 else {"keep": "y"})}).status_code == 303
    if number % 2:
        assert desk.post(f"{edit}/added", data={"words": three}).status_code == 303
    return callers.page(desk, edit)


@dataclass(frozen=True)
class Told:
    """What was said: the pages that show it to whom it belongs, all that was logged, where the database's log stood."""

    own: bytes
    logged: io.StringIO
    since: str


@pytest.fixture
def told(app: Flask, portal: Portal, county: World) -> Iterator[Told]:
    """Clients in every state: come and written down, coming, moved, withdrawn; and the worker's work of three weeks."""
    stream, since = io.StringIO(), wal_position(portal)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(stream), cache_logger_on_first_use=False)
    browsers = [client_in(app, number) for number in range(5)]
    with portal.database.reading() as db:
        visits = list(db.scalars(select(Visit).where(Visit.state == "booked").order_by(Visit.starts_at)))
    written = [record(app, portal, county, visit, number) for number, visit in enumerate(visits[:3])]
    moved = next(one for one in callers.times(browsers[3]) if "-visit-" in one)
    browsers[3].post("/visits/times", data={"slot": moved})
    browsers[4].post("/visits/agreed", data={})
    paths = ("/visits/mine", "/visits/about", "/visits/notes", "/visits/readers", "/visits/agreed")
    own = "".join([*written, *(callers.page(browser, path) for browser in browsers for path in paths)]).encode()
    for moment in (callers.TUESDAY, callers.TUESDAY + timedelta(days=20)):
        with clock.held(moment):
            Round(portal.database, portal.handlers, portal.ticks).whole()
    yield Told(own, stream, since)
    structlog.reset_defaults()
    if since:
        with portal.database.reading() as db:
            db.execute(text("select pg_drop_replication_slot(:slot)"), {"slot": SLOT})


SLOT = f"told_{os.getpid()}"


def wal_position(portal: Portal) -> str:
    """Where PostgreSQL's log stands; what comes is kept from now on, whatever else goes on at this server."""
    if portal.database.is_sqlite:
        return ""
    with portal.database.reading() as db:
        db.execute(text("select pg_create_physical_replication_slot(:slot, true)"), {"slot": SLOT})
        return str(db.scalar(text("select pg_current_wal_lsn()")))


def log_bytes(portal: Portal, since: str) -> bytes:
    """The log of the database from the moment the first client came until now, all of it written out.

    Files of the log are used again: what stands before and behind is of others.
    """
    if portal.database.is_sqlite:
        return Path(f"{portal.database.engine.url.database}-wal").read_bytes()
    files = "select name from pg_ls_waldir() where name between :first and :last order by name"
    place = text("select file_name, file_offset from pg_walfile_name_offset(cast(:at as pg_lsn))")
    engine = create_engine(portal.database.url)
    with engine.connect() as connection:
        connection.execute(text("set synchronous_commit = on"))  # this commit, and with it all before, is written out
        connection.execute(text("select pg_logical_emit_message(true, 'here', '')"))
        connection.commit()
        now = connection.scalar(text("select pg_current_wal_flush_lsn()"))
        (first, start), (last, end) = (connection.execute(place, {"at": at}).one() for at in (since, now))
        names = connection.scalars(text(files), {"first": first, "last": last}).all()
        one = text("select pg_read_binary_file('pg_wal/' || :name)")
        parts = {name: bytes(connection.scalar(one, {"name": name}) or b"") for name in names}
    engine.dispose()
    parts[last] = parts[last][:end]
    parts[first] = parts[first][start:]
    return b"".join(parts.values())


def dump(portal: Portal) -> bytes:
    """All of the database as text (PostgreSQL), or its file (SQLite)."""
    if portal.database.is_sqlite:
        return Path(str(portal.database.engine.url.database)).read_bytes()
    address = portal.database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return subprocess.run(["pg_dump", "--no-password", address], capture_output=True, check=True).stdout


def backup(portal: Portal, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bytes]]:
    """The files of ``onedoor backup``; what is packed is looked into as text as well."""
    for name in ("PORT", "REDIS_URL", "ONEDOOR_SMTP", "ONEDOOR_DEMO"):
        monkeypatch.delenv(name, raising=False)
    env = {"ONEDOOR_DATA": str(portal.settings.data), "DATABASE_URL": portal.settings.database_url}
    result = CliRunner().invoke(main, ["backup", str(folder)], env=env)
    assert result.exit_code == 0, result.stderr
    files = [path for path in folder.rglob("*") if path.is_file()]
    places = [("said", result.output.encode()), *((path.name, path.read_bytes()) for path in files)]
    for path in files:
        if path.suffix == ".pgdump":
            plain = subprocess.run(["pg_restore", "--file=-", str(path)], capture_output=True, check=True).stdout
            assert b"COPY counseling.counseling_records" in plain
            places.append(("restored", plain))
    return places


def test_the_words_did_go_in(told: Told) -> None:
    """Clients read what they said, and their counsellor what was written down: all of the words are there."""
    assert {word for _place, word in found([("own", told.own)])} == set(ALL)


def test_r15_not_in_the_database_its_log_its_dump_or_a_backup(
    portal: Portal, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found([("log", log_bytes(portal, told.since)), ("dump", dump(portal))]) == []
    places = dict(backup(portal, tmp_path / "there", monkeypatch))
    assert found(places.items()) == []
    counted = json.loads(places["manifest.json"])["database"]["tables"]
    assert [rows for name, rows in counted.items() if name.endswith("counseling_records")] == [3]
    with portal.database.writing() as db:  # the search is worth nothing if it would not find what does lie there
        db.add(OutboxRow(kind="x", payload={"w": SENTENCES[7]}, created_at=clock.now(), next_at=clock.now()))
    assert found([("log", log_bytes(portal, told.since))]) == [("log", SENTENCES[7])]
    assert ("backup", SENTENCES[7]) in found(
        ("backup", data) for _, data in backup(portal, tmp_path / "x", monkeypatch)
    )


def test_r15_not_in_any_row_of_any_part_and_not_in_what_is_logged(portal: Portal, told: Told) -> None:
    """Every column of every table, as the driver gives it; and nobody learns even that somebody came."""
    with portal.database.reading() as db:
        for table in Base.metadata.sorted_tables:
            rows = [tuple(row) for row in db.execute(select(table))]
            sealed = b"".join(value for row in rows for value in row if isinstance(value, bytes))
            assert found([(table.name, repr(rows).encode() + sealed)]) == [], table.name
        counts = {name: db.scalar(text(f"select count(*) from {name}")) for name in KNOW_NOBODY}
        tokens = db.scalars(select(Visit.token)).all()
    assert set(counts.values()) == {0}, counts
    assert "work failed" not in told.logged.getvalue()
    with pytest.raises(KeyError):  # a job that breaks tells its log where, and not about whom
        remind(Job(portal.database, tokens[0], {"other": "payload"}, 1))
    structlog.get_logger().info("something is logged")
    assert "something is logged" in told.logged.getvalue()
    assert found([("log", told.logged.getvalue().encode())]) == []


def test_r15_not_on_any_page_of_anybody_else(app: Flask, portal: Portal, county: World, told: Told) -> None:
    """Each role opens each address of the house, with ids of counselling's own rows in every place an id fits."""
    assert told
    with portal.database.reading() as db:
        (visit, record) = db.execute(select(Visit, Record.id).join(Record, Record.visit_id == Visit.id).limit(1)).one()
        ids = [str(one) for one in (visit.case_id, visit.id, record, visit.token)]
    # Pages are the same on both engines: on the second one three people are enough to know it.
    for login in ("", *OTHERS) if portal.database.is_sqlite else ("", "admin", "counsellor2"):
        browser = FlaskClient(app, app.response_class)  # reads less strictly and much faster than the others
        if login:
            county.sign_in(browser, portal.database, login)
        answers = list(everything(app, browser, ids))
        assert len(answers) > 20
        assert found(answers) == [], login


def everything(app: Flask, browser: FlaskClient, ids: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The answers to every address, bodies and headers; what differs only by its random tokens is looked at once."""
    seen: set[bytes] = set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and "GET" in (rule.methods or ()):
            for one in ids if rule.arguments else [""]:
                path = re.sub(r"<[^>]+>", one, rule.rule)
                answer = browser.get(path)
                whole = RANDOM.sub(b"", answer.get_data() + str(answer.headers).encode())
                if whole not in seen:
                    seen.add(whole)
                    yield path, whole
