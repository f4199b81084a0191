"""``onedoor bench rooms``: a thousand sockets in rooms of four, each message committed before it is acknowledged."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from mediation.cases.models import MediationCase
from portal.accounts.models import Account
from portal.accounts.sessions.services import open_account_session, open_person_session
from portal.app.bench.measuring import Refused
from portal.app.bench.pages import machine
from portal.app.bench.scratch import loaded_house, reach
from portal.app.bench.visitors import cookie
from portal.kernel.db import Database, Db
from portal.rooms.rooms.models import Room, RoomMember
from portal.rooms.rooms.services import channel

ROOM = 4
"""Sockets in a room: the mediator, both sides, and one of them on a second device."""
MATTERS_A_ROOM = 24
"""About every seventeenth loaded matter talks at the moment."""
PATIENCE = 60.0


def measure(connected: int, deliveries_per_s: int, seconds: int, server: str | None) -> dict[str, Any]:
    """One web process with so many sockets; figures as plain data."""
    if server is not None:
        reach(server)
    with (
        tempfile.TemporaryDirectory(prefix="onedoor-bench-") as folder,
        loaded_house(Path(folder), connected // ROOM * MATTERS_A_ROOM, server) as app,
    ):
        sockets = _guests(app, connected)
        database: Database = app.extensions["portal"].database
        url = database.engine.url.render_as_string(hide_password=False)
        with _serving(Path(folder), url) as (web, port):
            plan = {"port": port, "sockets": sockets, "room": ROOM}
            plan |= {"deliveries_per_s": deliveries_per_s, "seconds": seconds}
            found = _talk(plan, web)
    asked = {"connected": connected, "room": ROOM, "deliveries_per_s": deliveries_per_s, "seconds": seconds}
    engine = "sqlite" if server is None else "postgresql"
    return {"machine": machine(), "engine": engine, "asked": asked, **found}


def _guests(app: Flask, connected: int) -> list[dict[str, str]]:
    """Four sockets for each room that is open, all of them signed in."""
    found: list[dict[str, str]] = []
    database: Database = app.extensions["portal"].database
    with database.writing() as db:
        for room in db.scalars(select(Room).where(Room.closed_at.is_(None)).order_by(Room.id).limit(connected // ROOM)):
            inside = db.scalars(select(RoomMember).where(RoomMember.room_id == room.id).order_by(RoomMember.id)).all()
            members = [*inside, *inside[1:]][:ROOM]
            found += [{"cookie": cookie(app, _sign_in(db, room, one)), "channel": channel(room.id)} for one in members]
    if len(found) < connected // ROOM * ROOM:
        raise Refused(f"{len(found)} sockets, {connected} asked for")
    return found


def _sign_in(db: Db, room: Room, member: RoomMember) -> str:
    if member.account_id is not None:
        return open_account_session(db, db.get_one(Account, member.account_id), "bench", strong=True)
    assert member.person_id is not None
    matter = db.scalars(select(MediationCase.matter_id).where(MediationCase.id == room.holder)).one()
    return open_person_session(db, member.person_id, matter, "bench")


@contextmanager
def _serving(data: Path, url: str) -> Iterator[tuple[int, int]]:
    """``onedoor serve`` on this house: its process id and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    env = {**os.environ, "ONEDOOR_DATA": str(data), "DATABASE_URL": url, "PORT": str(port), "REDIS_URL": ""}
    web = subprocess.Popen([sys.executable, "-m", "portal.cli", "serve"], env=env)
    try:
        _wait_for(port, web)
        yield web.pid, port
    finally:
        web.terminate()
        web.wait()


def _wait_for(port: int, web: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and web.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise Refused("the web process did not begin to serve")


def _talk(plan: dict[str, Any], web: int) -> dict[str, Any]:
    """Let the talkers connect, weigh the server, let them talk, weigh it again."""
    before = _resident(web)
    command = [sys.executable, "-m", "portal.app.bench.talkers"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as talkers:
        connected = _ask(talkers, plan)
        full, busy = _resident(web), _computed(web)
        figures = _ask(talkers, {})
        computed = _computed(web) - busy
        after = _resident(web)
    per_client = (full - before) / max(1, connected["joined"])
    return {
        **connected,
        **figures,
        "server_cpu_s": round(computed, 1),
        "server_kb": {"empty": before, "connected": full, "after": after},
        "kb_per_client": round(per_client, 1),
    }


def _ask(talkers: subprocess.Popen[str], line: Any) -> dict[str, Any]:
    assert talkers.stdin is not None
    assert talkers.stdout is not None
    talkers.stdin.write(json.dumps(line) + "\n")
    talkers.stdin.flush()
    answer = talkers.stdout.readline()
    if not answer:
        raise Refused("the talkers gave up")
    found: dict[str, Any] = json.loads(answer)
    return found


def _resident(process: int) -> int:
    """Kilobytes of memory that a process holds."""
    lines: Sequence[str] = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def _computed(process: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
