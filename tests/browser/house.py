"""A whole house in processes of its own: web and worker on a free port, with a data folder of their own."""

import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from flask import Flask
from sqlalchemy import Engine

from portal.accounts.models import Account
from portal.accounts.sessions.services import open_account_session, open_person_session
from portal.app import Portal, create_app
from portal.app.schema import config
from portal.kernel import crypto
from portal.kernel.db import Base, Db
from portal.kernel.settings import Settings
from portal.kernel.worker.bell import waker

ONEDOOR = Path(sys.executable).with_name("onedoor")
PATIENCE = 30
"""Seconds that a process gets to answer, or to end."""
LOOK_AGAIN = 0.05
MOMENTS = 300
"""Times that one looks again while one waits for the worker."""


@dataclass
class House:
    """``url`` is where it answers, ``env`` its surroundings; ``portal`` is the same database, seen from the test."""

    url: str
    data: Path
    app: Flask
    env: Mapping[str, str]
    processes: Sequence[subprocess.Popen[bytes]]

    def until(self, check: Callable[[Db], bool]) -> None:
        """Look until what the worker does is done."""
        for _time in range(MOMENTS):
            with self.reading() as db:
                if check(db):
                    return
            self.moment()
        raise AssertionError(f"the worker did not do it: {(self.data / 'worker.log').read_text()[-2000:]}")

    def moment(self) -> None:
        """Let it work for a moment; if one of its processes has ended there is nothing to wait for."""
        for process in self.processes:
            with suppress(subprocess.TimeoutExpired):
                raise RuntimeError(f"{process.args!r} ended with {process.wait(LOOK_AGAIN)}")

    @property
    def portal(self) -> Portal:
        """Database, settings, handlers."""
        found: Portal = self.app.extensions["portal"]
        return found

    @contextmanager
    def reading(self) -> Iterator[Db]:
        """A look into the database, sealed columns included."""
        crypto.install(crypto.Keyring(self.data / "keys"))
        with self.portal.database.reading() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Db]:
        """What the browser cannot do, or would take long to do, committed at the end."""
        crypto.install(crypto.Keyring(self.data / "keys"))
        with self.portal.database.writing() as db:
            yield db

    def staff_cookie(self, account_id: uuid.UUID) -> str:
        """The cookie of somebody whose password and second factor were right."""
        with self.writing() as db:
            account = db.get_one(Account, account_id)
            return self.cookie(sid=open_account_session(db, account, "test", strong=True))

    def person_cookie(self, person_id: uuid.UUID, matter_id: uuid.UUID, handover: str | None = None) -> str:
        """The cookie of a person who came with a case code."""
        with self.writing() as db:
            return self.cookie(sid=open_person_session(db, person_id, matter_id, "test", handover=handover))

    def cookie(self, **session: Any) -> str:
        """A session cookie as the web signs it."""
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        signed: str = signer.dumps({"_permanent": True, **session})
        return signed


@contextmanager
def open_house(data: Path, furnish: Callable[[Portal], None], **settings: str) -> Iterator[House]:
    """Build, furnish, serve and work until the block ends; both processes are ended by their ids."""
    port = free_port()
    app = create_app(Settings(data=data, port=port, base_url=f"http://127.0.0.1:{port}", demonstration=True))
    portal: Portal = app.extensions["portal"]
    build(portal.database.engine)
    with ThreadPoolExecutor(1) as aside:  # a browser that is open keeps this thread's event loop, and signing wants one
        aside.submit(furnish, portal).result()
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TZ")}
    env = {**kept, "ONEDOOR_DATA": str(data), "PORT": str(port), "ONEDOOR_DEMO": "1", **settings}
    portal.database.services.setdefault("wake", waker(portal.settings))
    with child("serve", data, env) as web, child("worker", data, env) as worker:
        until_it_answers(port, web, data / "serve.log")
        yield House(f"http://127.0.0.1:{port}", data, app, env, (web, worker))
    portal.database.dispose()


def build(engine: Engine) -> None:
    """All tables as the models have them now; that the history leads to the same is asked in tests/site."""
    Base.metadata.create_all(engine)
    command.stamp(config(engine), "head")


@contextmanager
def child(verb: str, data: Path, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """One process of the house, its words in a file beside the data."""
    with (data / f"{verb}.log").open("ab") as log:
        process = subprocess.Popen([ONEDOOR, verb], env=env, cwd=data, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until_it_answers(port: int, web: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the port takes connections; a process that ends or dawdles is an error with its last words."""
    for _attempt in range(int(PATIENCE / LOOK_AGAIN)):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
        except ConnectionRefusedError:
            pass
        else:
            return
        try:
            web.wait(LOOK_AGAIN)
        except subprocess.TimeoutExpired:
            continue
        break
    raise RuntimeError(f"the house did not open: {log.read_text(errors='replace')[-2000:]}")


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
