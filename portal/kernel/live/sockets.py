"""The sockets: who connects is known by the same cookie as the pages; each message is committed, then acknowledged."""

from typing import Any

import structlog
from flask import Flask, request
from flask_socketio import SocketIO
from socketio.exceptions import ConnectionRefusedError

from portal.kernel import i18n
from portal.kernel.live.channels import number, parse
from portal.kernel.live.neighbours import Neighbours
from portal.kernel.live.pump import Listener, Pump
from portal.kernel.policy import Actor, Conflict, Refused
from portal.kernel.web.headers import Outermost

log = structlog.get_logger()


class Sockets:
    """Flask-SocketIO on this application, and the pump that pushes through it."""

    def __init__(self, app: Flask, portal: Any) -> None:
        self.app = app
        self.portal = portal
        self.actors: dict[str, tuple[Actor, str]] = {}
        self.io = SocketIO(
            app, async_mode=portal.settings.extra.get("async_mode", "gevent"), manage_session=False,
            http_compression=False, async_handlers=False, ping_interval=25, ping_timeout=20,
        )  # fmt: skip
        self.pump = Pump(portal.database, self._push, portal.alive)
        url = portal.settings.redis_url
        self.neighbours = Neighbours(url) if url else None
        portal.database.services["live_wake"] = self.wake
        self.io.on_event("connect", self.connect)
        self.io.on_event("disconnect", self.disconnect)
        self.io.on_event("join", self.join)
        self.io.on_event("say", self.say)
        self.io.on_event("read", self.read)
        app.extensions["socketio"] = self.io
        app.wsgi_app = Outermost(app.wsgi_app)  # type: ignore[method-assign]

    def start(self) -> None:
        """Begin to pump; called once by the process that serves."""
        self.io.start_background_task(self.pump.run)
        if self.neighbours is not None:
            self.io.start_background_task(self.neighbours.listen, self.pump.wake.set)

    def wake(self) -> None:
        """After a commit: this process looks at once, the others as soon as they hear."""
        self.pump.wake.set()
        if self.neighbours is not None:
            self.neighbours.call()

    def _push(self, sid: str, event: str, payload: Any) -> None:
        self.io.emit(event, payload, to=sid)

    def connect(self, _auth: Any = None) -> None:
        """Only people we know."""
        with self.portal.database.reading() as db:
            actor = self.portal.identify(db)
        if not actor.is_authenticated:
            raise ConnectionRefusedError("sign in first")
        locale = request.cookies.get("locale", i18n.SOURCE)
        self.actors[request.sid] = (actor, locale)  # type: ignore[attr-defined]

    def disconnect(self, _reason: Any = None) -> None:
        """Forget the socket."""
        self.actors.pop(request.sid, None)  # type: ignore[attr-defined]
        self.pump.leave(request.sid)  # type: ignore[attr-defined]

    def join(self, data: Any) -> dict[str, Any]:
        """Listen to a channel from ``after`` on; what was missed comes as news, too. Strangers learn nothing."""
        sid = request.sid  # type: ignore[attr-defined]
        try:
            actor, locale = self.actors[sid]
            channel, after = str(data["channel"]), number(data.get("after", 0))
            kind, reference = parse(channel)
            with self.portal.database.reading() as db:
                actor = self._still(db, actor)
                if (actor.account or actor.person) not in kind.listeners(db, reference):
                    raise Refused
                kind.joined(db, actor, reference)
            self.pump.listen(channel, sid, Listener(actor, after, locale))
        except (Refused, KeyError, ValueError, TypeError):
            return {"ok": False}
        return {"ok": True}

    def say(self, data: Any) -> dict[str, Any]:
        """Store, commit, and only then acknowledge with the number it got."""
        sid = request.sid  # type: ignore[attr-defined]
        try:
            actor, locale = self.actors[sid]
            kind, reference = parse(str(data["channel"]))
            i18n.current.set(locale if locale in i18n.LOCALES else i18n.SOURCE)
            with self.portal.database.writing() as db:
                seq = kind.send(db, self._still(db, actor), reference, data)
        except Conflict as conflict:
            return {"ok": False, "why": str(conflict.args[0])}
        except (Refused, KeyError, ValueError, TypeError):
            return {"ok": False}
        except Exception:
            log.exception("a message was not stored")
            return {"ok": False, "again": True}
        return {"ok": True, "seq": seq}

    def read(self, data: Any) -> None:
        """How far somebody has read on a page that stayed open."""
        try:
            actor, _locale = self.actors[request.sid]  # type: ignore[attr-defined]
            kind, reference = parse(str(data["channel"]))
            with self.portal.database.reading() as db:
                kind.read(db, self._still(db, actor), reference, number(data["seq"]))
        except (Refused, KeyError, ValueError, TypeError):
            return

    def _still(self, db: Any, actor: Actor) -> Actor:
        """The same person with the roles of this moment, if the sign-in has not ended since the socket was opened."""
        found = self.portal.identify(db)
        if not isinstance(found, Actor) or found.session != actor.session or not found.is_authenticated:
            raise Refused
        return found
