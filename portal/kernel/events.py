"""News between floors: published in the transaction that made it, heard before it commits."""

from collections.abc import Callable
from typing import Any

from portal.kernel.db import Db

Listener = Callable[[Db, Any], None]


class Bus:
    """Who listens to what, in the order of registration; a listener that fails fails the act."""

    def __init__(self) -> None:
        self._listeners: dict[type, list[Listener]] = {}

    def subscribe(self, event: type, listener: Listener) -> None:
        """Add a listener for one kind of event."""
        self._listeners.setdefault(event, []).append(listener)

    def publish(self, db: Db, event: object) -> None:
        """Tell all listeners of this exact kind."""
        for listener in self._listeners.get(type(event), ()):
            listener(db, event)


def publish(db: Db, event: object) -> None:
    """Tell the house what has happened; ids only, nothing is stored."""
    bus: Bus = db.info["bus"]
    bus.publish(db, event)
