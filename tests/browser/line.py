"""The line between a browser and the house, which a test can cut and join again."""

import contextlib
import selectors
import socket
import threading
from collections.abc import Iterator

from tests.browser.house import House

BLOCK = 65536


class Line:
    """Passes bytes on to the house from a port of its own; ``cut`` breaks every connection and refuses new ones."""

    def __init__(self, house: House) -> None:
        self._goal = ("127.0.0.1", int(house.url.rpartition(":")[2]))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._whole = threading.Event()
        self._whole.set()
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """From now on nothing passes; who was connected notices at once."""
        self._whole.clear()
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def join(self) -> None:
        """Whole again."""
        self._whole.set()

    def close(self) -> None:
        """For good."""
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                near, _address = self._listener.accept()
                if self._whole.is_set():
                    threading.Thread(target=self._carry, args=(near,), daemon=True).start()
                else:
                    near.close()

    def _carry(self, near: socket.socket) -> None:
        with near, socket.create_connection(self._goal) as far, selectors.DefaultSelector() as either:
            self._open |= {near, far}
            either.register(near, selectors.EVENT_READ, far)
            either.register(far, selectors.EVENT_READ, near)
            with contextlib.suppress(OSError):
                while self._pass_on(either):
                    pass
            self._open -= {near, far}

    def _pass_on(self, either: selectors.BaseSelector) -> bool:
        for key, _events in either.select():
            data = key.fileobj.recv(BLOCK)  # type: ignore[union-attr]
            if not data:
                return False
            key.data.sendall(data)
        return True


@contextlib.contextmanager
def line_to(house: House) -> Iterator[Line]:
    """A line for the length of a test."""
    line = Line(house)
    yield line
    line.close()
