"""Two web processes, one database, Redis between them: what is said at one is heard at the other."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import engineio
import pytest
import socketio
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from portal.app import Portal, create_app
from portal.app.schema import upgrade
from portal.kernel.db.database import commit
from portal.kernel.settings import Settings
from portal.rooms.rooms import services
from tests.portal.rooms.test_rooms import House
from tests.world import World

REDIS = os.environ.get("ONEDOOR_TEST_REDIS", "")
ROOT = Path(__file__).parent.parent.parent.parent
PATIENCE = 20.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(settings: Settings, port: int, redis: str) -> subprocess.Popen[bytes]:
    """A real ``onedoor serve`` as a child process."""
    env = {**os.environ, "ONEDOOR_DATA": str(settings.data), "DATABASE_URL": settings.database_url}
    env |= {"PORT": str(port), "REDIS_URL": redis}
    return subprocess.Popen([sys.executable, "-m", "portal.cli", "serve"], cwd=ROOT, env=env)


def wait_for(port: int) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the web process does not answer")


class InTurn(engineio.Client):
    """The library gives each packet that comes a thread of its own, and whichever thread is quicker is heard first."""

    def _trigger_event(self, event: str, *args: Any, **kwargs: Any) -> Any:
        return super()._trigger_event(event, *args, **kwargs | {"run_async": False})


class Ears(socketio.Client):
    """Hears things in the order in which they come over the wire, as a browser does."""

    def _engineio_client_class(self) -> type[engineio.Client]:
        return InTurn


class Client(socketio.SimpleClient):
    """Somebody at a browser."""

    client_class = Ears


class TwoWebs:
    """Two processes and a house with rooms."""

    def __init__(self, app: Flask, world: World, house: House, ports: list[int]) -> None:
        self.app, self.world, self.house, self.ports = app, world, house, ports
        self.room = house.rooms["joint"].id

    def cookie(self, who: str) -> str:
        """A signed session cookie for somebody, as a browser would hold it."""
        from portal.accounts.sessions.services import open_account_session, open_person_session

        portal: Portal = self.app.extensions["portal"]
        actor = self.house.actors[who]
        with portal.database.writing() as db:
            if actor.account:
                token = open_account_session(db, self.world.accounts[who], "test", strong=True)
            else:
                assert actor.person is not None
                token = open_person_session(db, actor.person, self.house.holder, "test")
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        assert isinstance(serializer, URLSafeTimedSerializer)
        return f"onedoor={serializer.dumps({'sid': token})}"

    def connect(self, who: str, web: int) -> Client:
        client = Client()
        address = f"http://127.0.0.1:{self.ports[web]}"
        client.connect(address, headers={"Cookie": self.cookie(who)}, transports=["websocket"])
        return client


@pytest.fixture
def two(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[TwoWebs]:
    """Two children on one database, ended by their own pids."""
    redis = request.param
    if "redis" in request.node.callspec.id and not redis:
        pytest.skip("ONEDOOR_TEST_REDIS is not set; a full ./test sets it")
    settings = Settings(data=tmp_path, database_url=f"sqlite:///{tmp_path / 'two.sqlite3'}", testing=True)
    app = create_app(settings)
    database = app.extensions["portal"].database
    upgrade(database.engine)
    with database.session(writes=True) as db:
        world = World(db)
        house = House(db, world)
        commit(db)
    ports = [free_port(), free_port()]
    children = [serve(settings, port, redis) for port in ports]
    try:
        for port in ports:
            wait_for(port)
        yield TwoWebs(app, world, house, ports)
    finally:
        for child in children:
            child.send_signal(signal.SIGTERM)
        for child in children:
            child.wait(15)
        database.dispose()


@pytest.mark.parametrize(("kind", "heard"), [(socketio.Client, [3, 2, 1]), (Ears, [1, 2, 3])])
def test_our_ears_do_not_depend_on_which_thread_is_quicker(kind: type[socketio.Client], heard: list[int]) -> None:
    """Else a message before its elder would be blamed on the house."""
    client, told, threads = kind(), [], []
    client.on("news", told.append)
    client.eio.start_background_task = lambda act, *args: threads.append((act, args))
    for n in (1, 2, 3):
        packet = engineio.packet.Packet(engineio.packet.MESSAGE, f'2["news",{n}]')
        client.eio._receive_packet(packet)
    for act, args in reversed(threads):
        act(*args)
    assert told == heard


@pytest.mark.slow
@pytest.mark.redis
@pytest.mark.parametrize("two", [REDIS, ""], ids=["redis", "without"], indirect=True)
def test_said_at_one_heard_at_the_other(two: TwoWebs) -> None:
    a, b, stranger = two.connect("a", 0), two.connect("b", 1), two.connect("clerk", 1)
    channel = services.channel(two.room)
    assert b.call("join", {"channel": channel, "after": 0}) == {"ok": True}
    assert stranger.call("join", {"channel": channel, "after": 0}) == {"ok": False}
    for n in range(1, 6):
        answer = a.call("say", {"channel": channel, "text": f"第{n}句", "client_id": str(n)})
        assert answer == {"ok": True, "seq": n}
    heard = [b.receive(timeout=PATIENCE) for _ in range(5)]
    assert [(event, message["seq"], message["text"]) for event, message in heard] == [
        ("news", n, f"第{n}句") for n in range(1, 6)
    ]
    with pytest.raises(socketio.exceptions.TimeoutError):
        stranger.receive(timeout=1)
    for client in (a, b, stranger):
        client.disconnect()
