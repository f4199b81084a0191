"""The team's room and an invited member in the joint one, with a stranger and a party listening at the door."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient

from mediation.rooms.queries import find
from mediation.teams.services import bring_in
from portal.app import Portal
from portal.kernel.db import Db
from portal.kernel.db.database import commit
from portal.kernel.live.sockets import Sockets
from portal.kernel.policy import Conflict, Refused
from portal.matters.services import flag_danger
from portal.rooms.rooms import queries, services
from portal.rooms.rooms.models import Room
from portal.teams.seats.rooms import open_one
from portal.teams.seats.services import leave
from tests.mediation import dispute
from tests.mediation.teams import convening
from tests.world import World

EARLIER, LATER, INTERNAL = "她没来时说的话", "她来了以后说的话", "团队里说：船主怕丢面子"


def team_room(db: Db, case: Any) -> Room:
    """The one in which the team talks."""
    room = open_one(db, case.id)
    assert room is not None
    return room


def test_the_team_talks_with_the_mediator_alone(db: Db, world: World) -> None:
    case = convening.seated(db, world, "police", "lawyer")
    room = team_room(db, case)
    inside = {world.accounts[login].id for login in ("mediator", "police", "lawyer")}
    assert queries.listeners(db, room.id) == inside
    services.say(db, world.actor("police"), room.id, INTERNAL, "1")
    assert {line["label"] for line in queries.messages_after(db, room.id, 0)} == {"without_prejudice"}
    people = [dispute.visitor(party) for party in dispute.parties(db, case)]
    for other in (*people, world.actor("head"), world.actor("judge"), world.actor("clerk"), world.actor("mediator2")):
        assert room.id not in {one.id for one in db.scalars(queries.visible_to(other))}
        with pytest.raises(Refused):
            queries.get(db, other, room.id)
        with pytest.raises(Refused):
            services.say(db, other, room.id, "喂", "1")


def test_whoever_goes_is_out_of_every_room_at_once(db: Db, world: World) -> None:
    case = convening.seated(db, world, "police")
    dispute.open_joint(db, world.actor("mediator"), case)
    seat = convening.seat(db, world, case, "police")
    joint = bring_in(db, world.actor("mediator"), case.id, seat.id)
    leave(db, world.actor("police"), seat.id)
    for room in (team_room(db, case), joint):
        assert world.accounts["police"].id not in queries.listeners(db, room.id)


def test_only_who_sits_is_brought_in_and_only_by_the_mediator_into_an_open_room(db: Db, world: World) -> None:
    case = convening.seated(db, world, "police")
    convening.called(db, world, case, "judge")
    police, judge = (convening.seat(db, world, case, login).id for login in ("police", "judge"))
    with pytest.raises(Conflict, match="还没有开"):
        bring_in(db, world.actor("mediator"), case.id, police)
    dispute.open_joint(db, world.actor("mediator"), case)
    with pytest.raises(Conflict):
        bring_in(db, world.actor("mediator"), case.id, judge)
    for login in ("head", "police", "outsider"):
        with pytest.raises(Refused):
            bring_in(db, world.actor(login), case.id, police)
    room = bring_in(db, world.actor("mediator"), case.id, police)
    assert bring_in(db, world.actor("mediator"), case.id, police).id == room.id
    (member,) = queries.invited(db, room)
    assert (member.capacity, member.name) == ("police", "police 同志")
    assert [line["kind"] for line in queries.messages_after(db, room.id, 0)] == ["system"]


def test_what_was_said_before_they_came_stays_with_the_others(db: Db, world: World) -> None:
    case = convening.seated(db, world, "police")
    room = dispute.open_joint(db, world.actor("mediator"), case)
    party = dispute.visitor(dispute.applicant(db, case))
    services.say(db, party, room.id, EARLIER, "1")
    bring_in(db, world.actor("mediator"), case.id, convening.seat(db, world, case, "police").id)
    services.say(db, party, room.id, LATER, "2")
    (member,) = queries.invited(db, room)
    texts = [line["text"] for line in queries.messages_before(db, room, None, member.first_seq)]
    assert EARLIER not in texts
    assert LATER in texts
    assert queries.unread(db, world.actor("police"), [room])[room.id] == len(texts)


class Wire:
    """A team with its sockets; ``of(who)`` connects somebody."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app, self.world = app, world
        self.portal: Portal = app.extensions["portal"]
        with self.portal.database.writing() as db:
            self.case = convening.seated(db, world, "police")
            joint = dispute.open_joint(db, world.actor("mediator"), self.case)
            applicant = dispute.applicant(db, self.case)
            services.say(db, dispute.visitor(applicant), joint.id, EARLIER, "1")
            self.person, self.matter = applicant.person_id, applicant.matter_id
            self.rooms = {"joint": joint.id, "team": team_room(db, self.case).id}
            self.seat = convening.seat(db, world, self.case, "police").id
        self.portal.settings = replace(self.portal.settings, extra={"async_mode": "threading"})
        self.sockets = Sockets(app, self.portal)

    def of(self, who: str) -> SocketIOTestClient:
        browser = self.app.test_client()
        if who == "party":
            self.world.come_with_code(browser, self.portal.database, self.person, self.matter)
        elif who != "stranger":
            self.world.sign_in(browser, self.portal.database, who)
        return self.sockets.io.test_client(self.app, flask_test_client=browser)

    def join(self, socket: SocketIOTestClient, room: str, after: int = 0) -> Any:
        channel = services.channel(self.rooms[room])
        return socket.emit("join", {"channel": channel, "after": after}, callback=True)

    def say(self, socket: SocketIOTestClient, room: str, text: str, client_id: str) -> Any:
        channel = services.channel(self.rooms[room])
        return socket.emit("say", {"channel": channel, "text": text, "client_id": client_id}, callback=True)

    def heard(self, socket: SocketIOTestClient) -> list[str]:
        self.sockets.pump.round()
        return [e["args"][0].get("text", e["name"]) for e in socket.get_received() if e["name"] in ("news", "closed")]


@pytest.mark.both_engines
def test_a_stranger_and_a_party_at_the_teams_door_hear_nothing(app: Flask, world: World) -> None:
    wire = Wire(app, world)
    assert not wire.of("stranger").is_connected()
    listening = {who: wire.of(who) for who in ("party", "judge", "head", "clerk")}
    for socket in listening.values():
        assert wire.join(socket, "team") == {"ok": False}
        assert wire.say(socket, "team", "喂", "1") == {"ok": False}
    inside = {who: wire.of(who) for who in ("police", "mediator")}
    for socket in inside.values():
        assert wire.join(socket, "team") == {"ok": True}
    assert wire.say(inside["police"], "team", INTERNAL, "1")["ok"] is True
    assert [wire.heard(socket) for socket in inside.values()] == [[INTERNAL]] * 2
    assert [wire.heard(socket) for socket in listening.values()] == [[]] * 4


@pytest.mark.both_engines
def test_who_was_invited_hears_from_then_on_and_leaves_with_the_consent(app: Flask, world: World) -> None:
    wire = Wire(app, world)
    police, party = wire.of("police"), wire.of("party")
    assert wire.join(police, "joint") == {"ok": False}
    with wire.portal.database.writing() as db:
        bring_in(db, world.actor("mediator"), wire.case.id, wire.seat)
    assert wire.join(party, "joint") == {"ok": True}
    assert wire.join(police, "joint") == {"ok": True}
    wire.say(party, "joint", LATER, "2")
    heard = wire.heard(police)
    assert EARLIER not in heard
    assert heard[-1] == LATER
    assert "受邀进来了" in heard[0]
    assert wire.heard(party)[0] == EARLIER
    with wire.portal.database.writing() as db:
        convening.says(db, world, wire.case, "police", "no", "")
    assert wire.heard(police) == ["closed"]
    wire.say(party, "joint", "他走了以后说的", "3")
    assert wire.heard(police) == []
    assert wire.say(police, "joint", "我还在", "9") == {"ok": False}


def test_the_band_names_who_was_invited_to_all_who_read(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.session(writes=True) as db:
        case = convening.seated(db, world, "police")
        room = dispute.open_joint(db, world.actor("mediator"), case)
        services.say(db, dispute.visitor(dispute.applicant(db, case)), room.id, EARLIER, "1")
        bring_in(db, world.actor("mediator"), case.id, convening.seat(db, world, case, "police").id)
        applicant, room_id = dispute.applicant(db, case), room.id
        commit(db)
    words = "会议室：双方、调解员和受邀的警官police 同志可见"
    world.come_with_code(client, portal.database, applicant.person_id, applicant.matter_id)
    page = dispute.body(client, f"/rooms/{room_id}")
    assert page.count(words) >= 2
    assert EARLIER in page
    world.sign_in(client, portal.database, "police")
    page = dispute.body(client, f"/rooms/{room_id}")
    assert words in page
    assert EARLIER not in page
    assert "看更早的" not in page


def test_danger_shuts_the_joint_room_and_the_team_talks_on(db: Db, world: World) -> None:
    case = convening.seated(db, world, "police")
    dispute.open_joint(db, world.actor("mediator"), case)
    flag_danger(db, world.actor("mediator"), case.matter)
    assert find(db, case.id, "joint", None) is None
    assert open_one(db, case.id) is not None
