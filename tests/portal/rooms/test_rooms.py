"""The room engine: order, no gaps, no doubles, and nobody hears who is not in."""

import threading
import uuid

import pytest
from sqlalchemy import select

from portal.accounts.models import RoleGrant
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, SYSTEM, Actor, Conflict, Refused
from portal.people.persons.models import Person
from portal.rooms.rooms import queries, services
from portal.rooms.rooms.models import Message, Room
from portal.rooms.rooms.policy import READ, SPEAK, member_of
from portal.rooms.rooms.rules import TEXT_MAX
from tests.world import World

SECRET = "我最多只能出三千块"


class House:
    """One case with a joint room, a caucus on each side, and people inside and outside."""

    def __init__(self, db: Db, world: World) -> None:
        self.holder = uuid.uuid4()
        self.a, self.b = self._person(db, world, "甲"), self._person(db, world, "乙")
        self.mediator = world.actor("mediator")
        self.rooms = {
            "joint": services.open_room(db, SYSTEM, "joint", self.holder),
            "a": services.open_room(db, SYSTEM, "caucus", self.holder, side="a"),
            "b": services.open_room(db, SYSTEM, "caucus", self.holder, side="b"),
        }
        for name, room in self.rooms.items():
            services.let_in(db, SYSTEM, room, name="调解员", capacity="mediator", account_id=self.mediator.account)
            for side, person in (("a", self.a), ("b", self.b)):
                if name in ("joint", side):
                    services.let_in(
                        db, SYSTEM, room, name=person.display_name, capacity="applicant", person_id=person.person,
                        side=side,
                    )  # fmt: skip
        self.actors = {
            "a": self.a,
            "b": self.b,
            "mediator": self.mediator,
            "outsider": world.actor("outsider"),
            "head": world.actor("head"),
            "clerk": world.actor("clerk"),
            "admin": world.actor("admin"),
            "anonymous": ANONYMOUS,
            "stranger": Actor(person=uuid.uuid4(), scope=uuid.uuid4()),
        }

    def _person(self, db: Db, world: World, name: str) -> Actor:
        person = Person(center_id=world.center.id, name=name, created_at=clock.now())
        db.add(person)
        db.flush()
        return Actor(person=person.id, scope=self.holder, display_name=name)


@pytest.fixture
def house(db: Db, world: World) -> House:
    """Rows in this test's own session."""
    return House(db, world)


INSIDE = {"joint": {"a", "b", "mediator"}, "a": {"a", "mediator"}, "b": {"b", "mediator"}}


def test_policy_and_query_agree_for_everybody(db: Db, house: House) -> None:
    for name, room in house.rooms.items():
        for who, actor in house.actors.items():
            inside = who in INSIDE[name]
            assert READ.allows(db, actor, room) is inside, (who, name)
            assert SPEAK.allows(db, actor, room) is inside, (who, name)
            seen = {row.id for row in queries.of_holder(db, actor, house.holder)}
            assert (room.id in seen) is inside, (who, name)
            if not inside:
                with pytest.raises(Refused):
                    queries.get(db, actor, room.id)
                with pytest.raises(Refused):
                    services.say(db, actor, room.id, "你好", "x")


def test_a_caucus_leaves_no_trace_for_the_other_side(db: Db, house: House) -> None:
    before = (len(queries.of_holder(db, house.b, house.holder)), queries.unread(db, house.b, [house.rooms["joint"]]))
    services.say(db, house.a, house.rooms["a"].id, SECRET, "1")
    services.say(db, house.mediator, house.rooms["a"].id, "我明白", "2")
    after = (len(queries.of_holder(db, house.b, house.holder)), queries.unread(db, house.b, [house.rooms["joint"]]))
    assert before == after
    for name in ("joint", "b"):
        assert queries.messages_after(db, house.rooms[name].id, 0) == []
        assert house.rooms[name].last_seq == 0


def test_r20_what_people_say_to_settle_is_without_prejudice(db: Db, house: House) -> None:
    services.say(db, house.a, house.rooms["a"].id, SECRET, "1")
    services.say(db, house.a, house.rooms["joint"].id, "我可以少要一千", "2")
    services.announce_in(db, house.rooms["joint"], "调解员来了")
    labels = {(message.room_id, message.kind): message.label for message in db.query(Message)}
    assert labels == {
        (house.rooms["a"].id, "text"): "without_prejudice",
        (house.rooms["joint"].id, "text"): "without_prejudice",
        (house.rooms["joint"].id, "system"): "normal",
    }


def test_words_are_sealed_in_the_row(db: Db, house: House) -> None:
    services.say(db, house.a, house.rooms["a"].id, SECRET, "1")
    row = db.query(Message).one()
    assert SECRET.encode() not in row.body_sealed
    assert row.body == SECRET


def test_a_resent_message_is_one_message(db: Db, house: House) -> None:
    room = house.rooms["joint"]
    assert [services.say(db, house.a, room.id, "一次", "same") for _ in range(3)] == [1, 1, 1]
    assert services.say(db, house.b, room.id, "另一人用同一个号", "same") == 2


def test_who_leaves_hears_nothing_more(db: Db, house: House) -> None:
    room = house.rooms["joint"]
    services.say(db, house.b, room.id, "在", "1")
    services.let_out(db, SYSTEM, house.holder, person_id=house.b.person)
    assert house.b.person not in queries.listeners(db, room.id)
    assert queries.of_holder(db, house.b, house.holder) == []
    with pytest.raises(Refused):
        services.say(db, house.b, room.id, "还在吗", "2")


def test_a_closed_room_is_read_not_written(db: Db, house: House) -> None:
    room = house.rooms["joint"]
    services.close_room(db, SYSTEM, room)
    assert queries.get(db, house.a, room.id) is room
    with pytest.raises(Refused):
        services.say(db, house.a, room.id, "喂", "1")


@pytest.mark.parametrize("text", ["", "   ", "\u3000\u200b", "长" * (TEXT_MAX + 1)])
def test_bad_words_are_refused_with_a_sentence(db: Db, house: House, text: str) -> None:
    with pytest.raises(Conflict) as told:
        services.say(db, house.a, house.rooms["joint"].id, text, "1")
    assert str(told.value)


def test_the_house_speaks_without_a_member(db: Db, house: House) -> None:
    services.announce_in(db, house.rooms["joint"], "调解员进入了会议室")
    (line,) = queries.messages_after(db, house.rooms["joint"].id, 0)
    assert (line["kind"], line["name"], line["text"]) == ("system", "", "调解员进入了会议室")


def test_pages_of_messages_meet_without_gap_or_double(db: Db, house: House) -> None:
    room = house.rooms["joint"]
    for n in range(250):
        services.say(db, house.a, room.id, f"第{n}句", str(n))
    newest = queries.messages_before(db, room, None)
    older = queries.messages_before(db, room, newest[0]["seq"])
    oldest = queries.messages_before(db, room, older[0]["seq"])
    assert [m["seq"] for m in oldest + older + newest] == list(range(1, 251))


@pytest.mark.both_engines
def test_many_speakers_at_once_no_gap_no_double(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        house = House(db, world)
        room_id = house.rooms["joint"].id
    speakers = [house.a, house.b, house.mediator]
    gate = threading.Barrier(len(speakers))

    def speak(actor: Actor) -> None:
        gate.wait()
        for n in range(20):
            with portal.database.writing() as own:
                services.say(own, actor, room_id, f"{n}", str(n))

    threads = [threading.Thread(target=speak, args=(actor,)) for actor in speakers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with portal.database.reading() as db:
        room = db.get_one(Room, room_id)
        said = queries.messages_after(db, room.id, 0)
    assert [m["seq"] for m in said] == list(range(1, 61))
    assert room.last_seq == 60
    for member in {m["member"] for m in said}:
        assert [int(m["text"]) for m in said if m["member"] == member] == list(range(20))


def test_r08_whoever_is_no_mediator_any_more_is_out_of_the_rooms_at_once(house: House, world: World, db: Db) -> None:
    """Role ended, membership not: neither reading, nor speaking, nor hearing."""
    for room in house.rooms.values():
        assert READ.allows(db, house.mediator, room)
        assert house.mediator.account in queries.listeners(db, room.id)
    grant = db.scalars(select(RoleGrant).where(RoleGrant.account_id == house.mediator.account)).one()
    grant.until = clock.now()
    db.flush()
    for room in house.rooms.values():
        assert not READ.allows(db, house.mediator, room)
        assert house.mediator.account not in queries.listeners(db, room.id)
        with pytest.raises(Refused):
            services.say(db, house.mediator, room.id, "还在吗", "1")
    assert queries.of_holder(db, house.mediator, house.holder) == []


def test_the_mediator_reads_with_whom_a_caucus_is(house: House, db: Db) -> None:
    names = {}
    for side in ("a", "b"):
        me = member_of(db, house.mediator, house.rooms[side])
        assert me is not None
        names[side] = list(queries.others(db, house.rooms[side], me))
    assert names == {"a": ["甲"], "b": ["乙"]}
