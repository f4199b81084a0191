"""Two web processes with Redis behind the shipped nginx file: each is restarted while people write."""

import os
import re
import shutil
import signal
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import socketio

from portal.app import create_app
from portal.app.schema import upgrade
from portal.kernel.db.database import commit
from portal.kernel.settings import Settings
from portal.rooms.rooms import queries, services
from tests.portal.kernel.test_two_webs import PATIENCE, ROOT, TwoWebs, free_port, serve, wait_for
from tests.portal.rooms.test_rooms import House
from tests.world import World

REDIS = os.environ.get("ONEDOOR_TEST_REDIS", "")
NGINX = ROOT / "deploy/nginx"
FORMS = 15
pytestmark = [pytest.mark.slow, pytest.mark.redis]


class Behind(TwoWebs):
    """The house behind nginx; ``restart`` ends one web process as systemd does, and starts it anew."""

    address = ""

    def attach(self, settings: Settings, port: int) -> None:
        """Start both processes."""
        self.settings, self.address = settings, f"http://127.0.0.1:{port}"
        self.children = [serve(settings, one, REDIS) for one in self.ports]
        for one in self.ports:
            wait_for(one)

    def restart(self, number: int) -> None:
        """SIGTERM, wait, start, and go on once it is well."""
        self.children[number].send_signal(signal.SIGTERM)
        assert self.children[number].wait(20) == 0
        self.children[number] = serve(self.settings, self.ports[number], REDIS)
        wait_for(self.ports[number])
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[number]}/healthz") as answer:
            assert answer.status == 200

    def end(self) -> None:
        """Both, by their own ids."""
        for child in self.children:
            child.send_signal(signal.SIGTERM)
        for child in self.children:
            child.wait(20)


def configured(folder: Path, port: int, ports: list[int]) -> Path:
    """The shipped files with this test's addresses, without the certificate that a test does not have."""
    text = (NGINX / "onedoor.conf").read_text()
    text, tls = re.subn(r"    ssl_\w+ +[^;]+;\n", "", text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};"))
    assert tls == 3
    text = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    for shipped, here in zip(("8001", "8002"), ports, strict=True):
        assert text.count(f"127.0.0.1:{shipped};") == 2
        text = text.replace(f"127.0.0.1:{shipped};", f"127.0.0.1:{here};")
    text = text.replace("/etc/nginx/onedoor-locations.conf", str(NGINX / "locations.conf"))
    names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temp = "".join(f"{name}_temp_path {folder / name};\n" for name in names)
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off;\nworker_processes 1;\npid {folder / 'pid'};\nerror_log {folder / 'error.log'};\n"
        f"events {{ worker_connections 256; }}\nhttp {{\n{temp}{text}\n}}\n"
    )
    return whole


@pytest.fixture
def behind(tmp_path: Path, empty_url: str) -> Iterator[Behind]:
    """Everything started, everything ended."""
    if not REDIS:
        pytest.skip("ONEDOOR_TEST_REDIS is not set; a full ./test sets it")
    settings = Settings(data=tmp_path / "data", database_url=empty_url, testing=True)
    app = create_app(settings)
    database = app.extensions["portal"].database
    upgrade(database.engine)
    with database.session(writes=True) as db:
        world = World(db)
        house = House(db, world)
        commit(db)
    port, *ports = free_port(), free_port(), free_port()
    found = Behind(app, world, house, ports)
    found.attach(settings, port)
    nginx = subprocess.Popen([shutil.which("nginx") or "nginx", "-c", str(configured(tmp_path, port, ports))])
    try:
        wait_for(port)
        yield found
    finally:
        nginx.terminate()
        nginx.wait(10)
        found.end()
        database.dispose()


class Browser:
    """A browser without scripts: it keeps the session cookie that it is given."""

    def __init__(self, cookie: str) -> None:
        self.cookie = cookie

    def ask(self, address: str, data: bytes | None = None) -> str:
        """The page, after following where a form led."""
        request = urllib.request.Request(address, data, {"Cookie": self.cookie})
        with urllib.request.urlopen(request, timeout=30) as answer:
            self.cookie = (answer.headers["Set-Cookie"] or self.cookie).partition(";")[0]
            page: str = answer.read().decode()
            return page


def write_forms(behind: Behind, who: str, begun: Callable[[], None], faults: list[str]) -> None:
    """Read the page, fill the form, send it; again and again."""
    browser = Browser(behind.cookie(who))
    page = f"{behind.address}/rooms/{behind.room}"
    for number in range(FORMS):
        try:
            fields = dict(re.findall(r'name="(csrf_token|once)"[^>]*value="([^"]+)"', browser.ask(page)))
            text = f"{who}的第{number}张表"
            assert text in browser.ask(page, urllib.parse.urlencode({**fields, "text": text}).encode())
        except (AssertionError, OSError) as error:
            faults.append(f"{who} {number}: {error!r}")
        begun()


class Talker:
    """As the page's script does it: unacknowledged words are sent again after each connection."""

    def __init__(self, behind: Behind, who: str) -> None:
        self.channel = services.channel(behind.room)
        self.waiting: dict[str, str] = {}
        self.client = socketio.Client(reconnection_delay=0.1, reconnection_delay_max=0.5)
        self.client.on("connect", self.resume)
        address, cookie = behind.address, behind.cookie(who)
        self.client.connect(address, headers={"Cookie": cookie}, transports=["websocket"], wait_timeout=PATIENCE)

    def resume(self) -> None:
        """Join again, send what was not acknowledged."""
        self.client.emit("join", {"channel": self.channel, "after": 0})
        for key, text in list(self.waiting.items()):
            self.send(key, text)

    def say(self, key: str, text: str) -> None:
        """Keep it until it is acknowledged."""
        self.waiting[key] = text
        if self.client.connected:
            self.send(key, text)

    def send(self, key: str, text: str) -> None:
        """Once; the acknowledgement forgets it."""

        def acknowledged(answer: dict[str, object]) -> None:
            if answer.get("ok"):
                self.waiting.pop(key, None)

        self.client.emit("say", {"channel": self.channel, "text": text, "client_id": key}, callback=acknowledged)


@pytest.mark.both_engines
def test_no_form_and_no_message_is_lost(behind: Behind) -> None:
    faults: list[str] = []
    done = threading.Semaphore(0)
    writers = [threading.Thread(target=write_forms, args=(behind, who, done.release, faults)) for who in ("a", "b")]
    talker = Talker(behind, "mediator")
    for writer in writers:
        writer.start()
    for number in (0, 1):
        for step in range(10):
            assert done.acquire(timeout=60)
            talker.say(f"{number}-{step}", f"第{number}轮第{step}句")
            if step == 5:
                behind.restart(number)
    for writer in writers:
        writer.join(120)
    give_up = time.monotonic() + PATIENCE
    while talker.waiting and time.monotonic() < give_up:
        talker.client.sleep(0.1)
    talker.client.disconnect()
    assert faults == []
    assert talker.waiting == {}
    portal = behind.app.extensions["portal"]
    with portal.database.reading() as db:
        stored = queries.messages_after(db, behind.room, 0)
    words = [message["text"] for message in stored if message["kind"] == "text"]
    spoken = [f"第{number}轮第{step}句" for number in (0, 1) for step in range(10)]
    written = [f"{who}的第{number}张表" for who in ("a", "b") for number in range(FORMS)]
    assert sorted(words) == sorted(spoken + written), "each once, none missing"
    assert [message["seq"] for message in stored] == list(range(1, len(stored) + 1))
