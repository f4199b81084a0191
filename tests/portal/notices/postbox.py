"""A mail server for tests: a socket on this machine that keeps what it is handed."""

import base64
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer


@dataclass
class Postbox:
    """``answers`` maps a command (RCPT, DATA …) to the reply it gets instead of the friendly one."""

    answers: Mapping[str, str] = field(default_factory=dict)
    certificate: Path | None = None
    letters: list[EmailMessage] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> "Postbox":
        self._server = ThreadingTCPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"box": self}))
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class Handler(StreamRequestHandler):
    """One connection: enough of SMTP to be handed a letter."""

    box: Postbox

    def handle(self) -> None:
        secure = False
        self.say("220 postbox")
        while line := self.rfile.readline():
            command = line.decode().strip()
            verb = command.split(maxsplit=1)[0].upper() if command else ""
            self.box.said.append(command)
            if verb in self.box.answers:
                self.say(self.box.answers[verb])
            elif verb in ("EHLO", "HELO"):
                self.greet(secure)
            elif verb == "STARTTLS":
                self.say("220 go ahead")
                self.secure()
                secure = True
            elif verb == "DATA":
                self.say("354 go on")
                self.keep(secure)
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("235 welcome" if verb == "AUTH" else "250 ok")

    def greet(self, secure: bool) -> None:
        offers = ["250-postbox"]
        offers += ["250-STARTTLS"] if self.box.certificate and not secure else []
        self.say("\r\n".join([*offers, "250 AUTH PLAIN"]))

    def secure(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        assert self.box.certificate
        context.load_cert_chain(self.box.certificate)
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)

    def keep(self, secure: bool) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.box.encrypted.append(secure)
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.box.letters.append(letter)
        self.say("250 kept")

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


def password_in(said: list[str]) -> str:
    """What AUTH PLAIN carried: user and password."""
    line = next(line for line in said if line.startswith("AUTH PLAIN "))
    return base64.b64decode(line.split()[2]).decode().strip("\0").replace("\0", ":")
