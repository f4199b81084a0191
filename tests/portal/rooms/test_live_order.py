"""Whatever overtakes whatever, each socket hears a room in order, whole, and once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from portal.kernel import clock
from portal.kernel.live import channels, pump
from portal.kernel.live.models import LiveRow
from portal.kernel.live.place import PATIENCE, WIDTH, Place
from portal.kernel.policy import SYSTEM
from portal.rooms.rooms import queries, services
from tests.portal.rooms.test_sockets import Wire
from tests.world import World

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def wire(app: Flask, world: World) -> Wire:
    """Rooms with people inside and outside."""
    return Wire(app, world)


Hook = Callable[[str, Callable[[], object]], None]


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Hook:
    """``hook("joined", act)``: ``act`` happens once, just after the room has answered that question of the sockets."""

    def put(question: str, act: Callable[[], object]) -> None:
        kind = channels.KINDS["room"]
        answer, waiting = getattr(kind, question), [act]

        def both(*args: Any) -> Any:
            found = answer(*args)
            if waiting:
                waiting.pop()()
            return found

        changed: Any = {question: both}
        monkeypatch.setitem(channels.KINDS, "room", replace(kind, **changed))

    return put


@pytest.mark.both_engines
def test_what_is_said_while_somebody_joins_is_heard(wire: Wire, hook: Hook) -> None:
    a, b = wire.of("a"), wire.of("b")

    def meanwhile() -> None:
        wire.say(a, "joint", "您进门时说的")
        wire.sockets.pump.round()

    hook("joined", meanwhile)
    wire.join(b, "joint")
    assert wire.heard(b) == ["您进门时说的"]


@pytest.mark.both_engines
def test_what_is_said_while_the_pump_reads_is_heard_once(wire: Wire, hook: Hook) -> None:
    a, b = wire.of("a"), wire.of("b")
    wire.join(b, "joint")
    wire.say(a, "joint", "一", "1")
    hook("after", lambda: wire.say(a, "joint", "二", "2"))
    assert wire.heard(b) == ["一"]
    assert wire.heard(b) == ["二"]


@pytest.mark.both_engines
def test_somebody_who_joins_while_the_pump_reads_is_heard_of(wire: Wire, hook: Hook) -> None:
    a, b = wire.of("a"), wire.of("b")
    wire.join(a, "joint")
    wire.say(a, "joint", "一")
    hook("after", lambda: wire.join(b, "joint"))
    wire.sockets.pump.round()
    assert wire.heard(b) == ["一"]


@pytest.mark.both_engines
def test_nobody_hears_a_word_said_after_they_were_let_out(wire: Wire, hook: Hook) -> None:
    """Also when they leave while the pump is at it, just after it has asked who may hear."""
    a, b = wire.of("a"), wire.of("b")
    wire.join(b, "joint")
    wire.say(a, "joint", "大家都在", "1")

    def leave() -> None:
        with wire.portal.database.writing() as db:
            services.let_out(db, SYSTEM, wire.house.holder, person_id=wire.house.b.person)
        wire.say(a, "joint", "他走了以后说的", "2")

    hook("listeners", leave)
    assert wire.heard(b) == ["大家都在"]
    assert wire.heard(b) == ["closed"]


def test_what_all_have_missed_alike_is_read_once(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b, mediator = wire.of("a"), wire.of("b"), wire.of("mediator")
    for one in (a, b, mediator):
        wire.join(one, "joint")
    wire.sockets.pump.round()
    kind, reads = channels.KINDS["room"], []

    def after(*args: Any) -> Any:
        reads.append(args[2])
        return kind.after(*args)

    monkeypatch.setitem(channels.KINDS, "room", replace(kind, after=after))
    wire.say(a, "joint", "一")
    wire.sockets.pump.round()
    assert [wire.received(one) for one in (a, b, mediator)] == [["一"]] * 3
    assert len(reads) == 1


def test_only_the_pump_speaks_so_that_nothing_missed_comes_after_what_is_new(wire: Wire) -> None:
    a, b = wire.of("a"), wire.of("b")
    wire.say(a, "joint", "一", "1")
    wire.say(a, "joint", "二", "2")
    assert wire.join(b, "joint") == {"ok": True}
    assert wire.received(b) == []
    wire.say(a, "joint", "三", "3")
    assert wire.heard(b) == ["一", "二", "三"]


def test_each_message_says_which_one_it_follows(wire: Wire) -> None:
    a, b = wire.of("a"), wire.of("b")
    for n in range(1, 4):
        wire.say(a, "joint", f"{n}", f"{n}")
    wire.join(b, "joint", after=1)
    wire.sockets.pump.round()
    news = [event["args"][0] for event in b.get_received()]
    assert [(message["after"], message["seq"]) for message in news] == [(1, 2), (2, 3)]


def test_more_than_a_page_is_heard_to_the_end(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries.messages_after, "__defaults__", (2,))
    monkeypatch.setattr(pump, "PAGE", 2, raising=False)
    a, b = wire.of("a"), wire.of("b")
    for n in range(1, 6):
        wire.say(a, "joint", f"{n}", f"{n}")
    wire.join(b, "joint")
    assert wire.heard(b) == ["1", "2", "3", "4", "5"]


@pytest.mark.both_engines
def test_a_row_that_commits_long_after_higher_ones_is_found(wire: Wire) -> None:
    a, b = wire.of("a"), wire.of("b")
    wire.join(b, "joint")
    wire.sockets.pump.round()
    with wire.portal.database.writing() as db:
        db.add(LiveRow(id=2000, channel="room:elsewhere", number=1, at=clock.now()))
    wire.sockets.pump.round()
    wire.say(a, "joint", "这一行的号码早就取了")
    with wire.portal.database.writing() as db:
        db.execute(update(LiveRow).where(LiveRow.channel == wire.channel("joint")).values(id=1000))
    assert wire.heard(b) == ["这一行的号码早就取了"]


def test_a_room_that_cannot_be_read_is_tried_again_and_keeps_no_other_waiting(wire: Wire, hook: Hook) -> None:
    a, b, mediator = wire.of("a"), wire.of("b"), wire.of("mediator")
    wire.join(b, "joint")
    wire.join(mediator, "a")
    wire.say(a, "joint", "大家听", "1")
    wire.say(a, "a", "只对您说", "2")

    def fail() -> None:
        raise RuntimeError("the database went away for a moment")

    hook("after", fail)
    wire.sockets.pump.round()
    assert sorted(wire.received(b) + wire.received(mediator)) in (["只对您说"], ["大家听"])
    wire.sockets.pump.round()
    assert len(wire.received(b) + wire.received(mediator)) == 1


def test_news_are_worded_in_the_language_of_who_reads(wire: Wire) -> None:
    a, b = wire.of("a"), wire.of("b")
    wire.join(b, "joint")
    (listener,) = wire.sockets.pump.listeners[wire.channel("joint")].values()
    listener.locale = "en"
    wire.say(a, "joint", "您好")
    wire.sockets.pump.round()
    assert [event["args"][0]["role"] for event in b.get_received()] == ["Applicant"]


def test_ids_that_were_passed_over_are_waited_for_a_while() -> None:
    place = Place()
    place.take([(1, "x", 1), (4, "x", 2)], NOON)
    assert (place.last, set(place.missing)) == (4, {2, 3})
    place.take([(3, "x", 3)], NOON)
    assert (place.last, set(place.missing)) == (4, {2})
    place.take([], NOON + PATIENCE)
    assert place.missing == {}


def test_no_more_ids_are_waited_for_than_can_be_asked_for() -> None:
    place = Place()
    for newest in (10**9, 10**9 + WIDTH // 2, 2 * 10**9):
        place.take([(newest, "x", 1)], NOON)
        assert len(place.missing) <= WIDTH
