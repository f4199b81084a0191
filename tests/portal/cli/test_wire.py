"""What the server answers by itself, over a real connection."""

import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from portal.kernel.web.headers import ALWAYS

SERVER = """
from gevent import monkey
monkey.patch_all()
from portal.cli.serve import listen, run
def app(environ, start):
    environ["wsgi.input"].read()
    start("200 OK", [("X-Frame-Options", "SAMEORIGIN")])
    return [b"read"]
listener = listen("127.0.0.1", 0)
print(listener.getsockname()[1], flush=True)
run(app, listener)
"""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server with an application that reads what it is sent."""
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield int(server.stdout.readline())
        server.terminate()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", "400"),
        (b"GET / HTTP/9.9\r\n\r\n", "400"),
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", "414"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "200"),
    ],
)
def test_every_answer_carries_the_headers_once(port: int, sent: bytes, status: str) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: line.recv(65536), b"")).decode("latin-1")
    head = answer.split("\r\n\r\n")[0].split("\r\n")
    assert head[0].split()[1] == status
    names = [row.split(":")[0].lower() for row in head[1:]]
    for name, _value in ALWAYS:
        assert names.count(name.lower()) == 1, answer
    assert ("X-Frame-Options: SAMEORIGIN" in head) is (status == "200")
