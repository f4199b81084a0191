"""One pump a web process: reads new rows, asks rights again for every listener here, pushes."""

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog

from portal.kernel import clock, i18n
from portal.kernel.db import Database, Db
from portal.kernel.live import services
from portal.kernel.live.channels import PAGE, Payload, parse
from portal.kernel.live.place import WIDTH, Place
from portal.kernel.policy import Actor, Refused

log = structlog.get_logger()
PAUSE = 0.3
"""Seconds between looks when nobody wakes the pump: what another process wrote arrives at latest after this."""

Push = Callable[[str, str, Payload], None]


@dataclass
class Listener:
    """A socket that listens to one channel: who it is, the last number it was sent, the language it reads."""

    actor: Actor
    last: int
    locale: str = i18n.SOURCE


@dataclass
class Pump:
    """``push(sid, event, payload)`` reaches one socket of this process. Nobody else pushes on a channel, also not what
    somebody missed who joins: one voice cannot overtake itself, so every socket hears a channel in order.
    """

    database: Database
    push: Push
    alive: Callable[[Any, list[Any]], set[Any]]
    listeners: dict[str, dict[str, Listener]] = field(default_factory=lambda: defaultdict(dict))
    wake: threading.Event = field(default_factory=threading.Event)
    place: Place = field(default_factory=Place)
    due: set[str] = field(default_factory=set)
    """Channels that somebody has joined, or that could not be read, since the last look."""

    def listen(self, channel: str, sid: str, listener: Listener) -> None:
        """A socket has joined: the next look sends it what it missed; its rights are asked at every push."""
        self.listeners[channel][sid] = listener
        self.due.add(channel)
        self.wake.set()

    def leave(self, sid: str) -> None:
        """A socket has gone."""
        for channel in [name for name, sockets in self.listeners.items() if sid in sockets]:
            self._forget(channel, sid)

    def _forget(self, channel: str, sid: str) -> None:
        sockets = self.listeners.get(channel, {})
        sockets.pop(sid, None)
        if not sockets:
            self.listeners.pop(channel, None)

    def run(self) -> None:
        """For as long as the process lives."""
        with self.database.reading() as db:
            self.place = Place(services.newest(db) - WIDTH)
        while True:
            self.wake.wait(PAUSE)
            self.wake.clear()
            try:
                self.round()
            except Exception:
                log.exception("live pump")

    def round(self) -> None:
        """Push everything that is new. A channel that cannot be read now is tried again and keeps no other waiting."""
        with self.database.reading() as db:
            rows = services.since(db, self.place)
            self.place.take(rows, clock.now())
            due, self.due = self.due.union(channel for _id, channel, _number in rows), set()
            for channel in due.intersection(self.listeners):
                try:
                    self._deliver(db, channel)
                except Exception:
                    log.exception("live channel", channel=channel)
                    self.due.add(channel)

    def _deliver(self, db: Db, channel: str) -> None:
        kind, reference = parse(channel)
        allowed = kind.listeners(db, reference)
        sockets = dict(self.listeners[channel])
        alive = self.alive(db, [listener.actor.session for listener in sockets.values()])
        for sid, listener in sockets.items():
            who = listener.actor.account or listener.actor.person
            try:
                if who not in allowed or listener.actor.session not in alive:
                    raise Refused
                i18n.in_locale(listener.locale, partial(self._catch_up, db, channel, sid, listener))
            except Refused:
                self._forget(channel, sid)
                self.push(sid, "closed", {"channel": channel})
            except Exception:  # is tried again, and keeps nobody else waiting
                log.exception("live listener", channel=channel)
                self.due.add(channel)

    def _catch_up(self, db: Db, channel: str, sid: str, listener: Listener) -> None:
        """Everything after the last number; each payload says which number it follows (``after``)."""
        kind, reference = parse(channel)
        while True:
            page = kind.after(db, listener.actor, reference, listener.last)
            for payload in page:
                self.push(sid, "news", {"channel": channel, "after": listener.last, **payload})
                listener.last = int(payload["seq"])
            if len(page) < PAGE:
                return
