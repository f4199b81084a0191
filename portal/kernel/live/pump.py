"""One pump a web process: reads new rows, asks rights again for every listener here, pushes."""

import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from portal.kernel.db import Database
from portal.kernel.live import services
from portal.kernel.live.channels import Payload, parse
from portal.kernel.policy import Actor

log = structlog.get_logger()
PAUSE = 0.3
"""Seconds between looks when nobody wakes the pump: what another process wrote arrives at latest after this."""

Push = Callable[[str, str, Payload], None]


@dataclass
class Listener:
    """A socket that listens to one channel: who it is and the last number it was sent."""

    actor: Actor
    last: int


@dataclass
class Pump:
    """``push(sid, event, payload)`` reaches one socket of this process."""

    database: Database
    push: Push
    alive: Callable[[Any, list[Any]], set[Any]]
    listeners: dict[str, dict[str, Listener]] = field(default_factory=lambda: defaultdict(dict))
    wake: threading.Event = field(default_factory=threading.Event)
    last: int = 0
    seen: deque[int] = field(default_factory=lambda: deque(maxlen=4 * services.OVERLAP))

    def listen(self, channel: str, sid: str, listener: Listener) -> None:
        """A socket has joined; its rights were asked when it did and will be at every push."""
        self.listeners[channel][sid] = listener

    def leave(self, sid: str) -> None:
        """A socket has gone."""
        for channel in [name for name, sockets in self.listeners.items() if sid in sockets]:
            self.listeners[channel].pop(sid)
            if not self.listeners[channel]:
                del self.listeners[channel]

    def run(self) -> None:
        """For as long as the process lives; one bad row must not stop the others."""
        with self.database.reading() as db:
            self.last = services.newest(db)
        while True:
            self.wake.wait(PAUSE)
            self.wake.clear()
            try:
                self.round()
            except Exception:
                log.exception("live pump")

    def round(self) -> None:
        """Push everything that is new."""
        with self.database.reading() as db:
            rows = [row for row in services.since(db, self.last) if row[0] not in self.seen]
            changed = dict.fromkeys(channel for _id, channel, _number in rows)
            for channel in changed:
                if channel in self.listeners:
                    self._deliver(db, channel)
        for row_id, _channel, _number in rows:
            self.seen.append(row_id)
            self.last = max(self.last, row_id)

    def _deliver(self, db: Any, channel: str) -> None:
        kind, reference = parse(channel)
        allowed = kind.listeners(db, reference)
        sockets = dict(self.listeners[channel])
        alive = self.alive(db, [listener.actor.session for listener in sockets.values()])
        for sid, listener in sockets.items():
            who = listener.actor.account or listener.actor.person
            if who not in allowed or listener.actor.session not in alive:
                self.listeners[channel].pop(sid, None)
                self.push(sid, "closed", {"channel": channel})
                continue
            for payload in kind.after(db, listener.actor, reference, listener.last):
                self.push(sid, "news", {"channel": channel, **payload})
                listener.last = max(listener.last, int(payload["seq"]))
