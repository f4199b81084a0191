"""Sockets with strangers listening: nobody hears what is not theirs, nothing acknowledged is ever lost."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask_socketio import SocketIOTestClient

from portal.accounts.sessions.services import end_session
from portal.app import Portal
from portal.kernel.live.sockets import Sockets
from portal.kernel.policy import SYSTEM
from portal.rooms.rooms import queries, services
from portal.rooms.rooms.models import Room
from tests.portal.rooms.test_rooms import House
from tests.world import World


class Wire:
    """One house with its sockets; ``of(who)`` connects somebody."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app, self.world = app, world
        self.portal: Portal = app.extensions["portal"]
        with self.portal.database.writing() as db:
            self.house = House(db, world)
            self.rooms = {name: room.id for name, room in self.house.rooms.items()}
        self.portal.settings = replace(self.portal.settings, extra={"async_mode": "threading"})
        self.sockets = Sockets(app, self.portal)

    def of(self, who: str) -> SocketIOTestClient:
        """A connected browser."""
        browser = self.app.test_client()
        actor = self.house.actors[who]
        if actor.account:
            self.world.sign_in(browser, self.portal.database, who)
        elif actor.person and who != "stranger":
            self.world.come_with_code(browser, self.portal.database, actor.person, self.house.holder)
        return self.sockets.io.test_client(self.app, flask_test_client=browser)

    def channel(self, room: str) -> str:
        return services.channel(self.rooms[room])

    def join(self, socket: SocketIOTestClient, room: str, after: int = 0) -> Any:
        return socket.emit("join", {"channel": self.channel(room), "after": after}, callback=True)

    def say(self, socket: SocketIOTestClient, room: str, text: str, client_id: str = "1") -> Any:
        return socket.emit("say", {"channel": self.channel(room), "text": text, "client_id": client_id}, callback=True)

    def heard(self, socket: SocketIOTestClient) -> list[str]:
        self.sockets.pump.round()
        return self.received(socket)

    def received(self, socket: SocketIOTestClient) -> list[str]:
        """What has been pushed so far, in order, without another look of the pump."""
        return [e["args"][0].get("text", e["name"]) for e in socket.get_received() if e["name"] in ("news", "closed")]


@pytest.fixture
def wire(app: Flask, world: World) -> Wire:
    """Rooms with people inside and outside."""
    return Wire(app, world)


def test_strangers_are_not_connected(wire: Wire) -> None:
    assert not wire.of("anonymous").is_connected()
    assert not wire.of("stranger").is_connected()


@pytest.mark.parametrize("who", ["b", "outsider", "head", "clerk", "admin"])
def test_nobody_joins_or_speaks_where_they_are_not_in(wire: Wire, who: str) -> None:
    socket = wire.of(who)
    assert wire.join(socket, "a") == {"ok": False}
    assert wire.say(socket, "a", "喂") == {"ok": False}
    inside = wire.of("a")
    wire.join(inside, "a")
    wire.say(inside, "a", "我最多出三千")
    assert wire.heard(socket) == []


def test_a_message_reaches_all_who_are_in_and_nobody_else(wire: Wire) -> None:
    sockets = {who: wire.of(who) for who in ("a", "b", "mediator", "outsider")}
    for who in ("a", "b", "mediator"):
        assert wire.join(sockets[who], "joint") == {"ok": True}
    assert wire.say(sockets["a"], "joint", "先修水管") == {"ok": True, "seq": 1}
    assert [wire.heard(sockets[who]) for who in sockets] == [["先修水管"]] * 3 + [[]]


def test_what_is_acknowledged_is_stored(wire: Wire) -> None:
    socket = wire.of("a")
    seq = wire.say(socket, "joint", "已存")["seq"]
    with wire.portal.database.reading() as db:
        assert [m["seq"] for m in queries.messages_after(db, wire.rooms["joint"], 0)] == [seq]


def test_the_gap_of_a_lost_connection_is_filled_without_doubles(wire: Wire) -> None:
    a, b = wire.of("a"), wire.of("b")
    wire.join(a, "joint")
    wire.join(b, "joint")
    wire.say(a, "joint", "一", "1")
    assert wire.heard(b) == ["一"]
    b.disconnect()
    wire.say(a, "joint", "二", "2")
    wire.say(a, "joint", "三", "3")
    wire.sockets.pump.round()
    b = wire.of("b")
    wire.join(b, "joint", after=1)
    assert wire.heard(b) == ["二", "三"]
    wire.say(a, "joint", "四", "4")
    assert wire.heard(b) == ["四"]


def test_resent_after_no_answer_is_one_message(wire: Wire) -> None:
    socket = wire.of("a")
    assert [wire.say(socket, "joint", "一次", "same")["seq"] for _ in range(3)] == [1, 1, 1]


def test_who_is_let_out_hears_nothing_more_and_is_told(wire: Wire) -> None:
    a, b = wire.of("a"), wire.of("b")
    wire.join(b, "joint")
    with wire.portal.database.writing() as db:
        services.let_out(db, SYSTEM, wire.house.holder, person_id=wire.house.b.person)
    wire.say(a, "joint", "他走了以后说的")
    assert wire.heard(b) == ["closed"]
    assert wire.say(b, "joint", "我还在") == {"ok": False}
    assert wire.join(b, "joint") == {"ok": False}


def test_a_sign_in_that_ends_takes_its_sockets_along(wire: Wire) -> None:
    mediator, a = wire.of("mediator"), wire.of("a")
    wire.join(mediator, "joint")
    session = next(actor.session for actor, _ in wire.sockets.actors.values() if actor.account)
    with wire.portal.database.writing() as db:
        end_session(db, session)
    wire.say(a, "joint", "给在场的人听")
    assert wire.heard(mediator) == ["closed"]
    assert wire.say(mediator, "joint", "我是调解员") == {"ok": False}


@pytest.mark.parametrize(
    "data",
    [None, 5, "room", [], {}, {"channel": "room:xyz"}, {"channel": "nothing:00"}, {"channel": "room:"},
     {"channel": 7, "text": "x", "client_id": "1"}],
)  # fmt: skip
@pytest.mark.parametrize("event", ["join", "say"])
def test_nonsense_is_answered_calmly(wire: Wire, event: str, data: Any) -> None:
    assert wire.of("a").emit(event, data, callback=True) == {"ok": False}


@pytest.mark.parametrize("after", [10**30, 2**31, -1, 1.5, float("inf"), None, "1", True])
def test_no_number_silences_a_room(wire: Wire, after: Any) -> None:
    """Nobody else waits for somebody who asks for what cannot be."""
    bad, good = wire.of("b"), wire.of("mediator")
    wire.join(bad, "joint", after)
    wire.join(good, "joint")
    wire.say(wire.of("a"), "joint", "听得到吗")
    assert wire.heard(good) == ["听得到吗"]
    bad.emit("read", {"channel": wire.channel("joint"), "seq": after})


@pytest.mark.parametrize("text", [None, ["x"], 5, {"a": 1}])
def test_only_words_are_said(wire: Wire, text: Any) -> None:
    assert wire.say(wire.of("a"), "joint", text) == {"ok": False}


def test_words_that_are_too_long_are_refused_with_a_sentence(wire: Wire) -> None:
    answer = wire.say(wire.of("a"), "joint", "长" * 5000)
    assert answer["ok"] is False
    assert "4000" in answer["why"]


def test_the_pump_survives_a_row_of_a_kind_that_is_gone(wire: Wire) -> None:
    from portal.kernel.live.services import announce

    a, b = wire.of("a"), wire.of("b")
    wire.join(b, "joint")
    with wire.portal.database.writing() as db:
        announce(db, "formerly:00", 1)
    wire.say(a, "joint", "还在")
    assert wire.heard(b) == ["还在"]


def test_what_an_open_page_has_read_is_not_unread(wire: Wire) -> None:
    a, b = wire.of("a"), wire.of("b")
    wire.join(b, "joint")
    wire.say(a, "joint", "一", "1")
    b.emit("read", {"channel": wire.channel("joint"), "seq": 99})
    b.emit("read", {"channel": wire.channel("a"), "seq": 1})
    with wire.portal.database.reading() as db:
        room = db.get_one(Room, wire.rooms["joint"])
        assert queries.unread(db, wire.house.b, [room]) == {room.id: 0}
