"""Rooms of a mediation: who is in, what stays unknown, and how they end."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from mediation.cases.rules import STATES
from mediation.cases.services import move
from mediation.meetings import queries as calendar
from mediation.meetings.services import book, cancel, waive
from mediation.rooms import rules, services
from mediation.terminations.services import terminate
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from portal.matters.services import flag_danger
from portal.matters.telling import coming, timeline_for
from portal.rooms.rooms import queries as rooms
from portal.rooms.rooms import services as talk
from tests.mediation import dispute
from tests.world import World

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECRET = "我最多只能出三千块"


@pytest.mark.parametrize("state", STATES)
def test_when_rooms_may_be_opened(state: str) -> None:
    talking = state in {
        "accepted", "preparing", "scheduled", "in_session", "adjourned", "drafting", "signing",
    }  # fmt: skip
    assert rules.may_open("caucus", state, joint_barred=True) is talking
    assert rules.may_open("joint", state, joint_barred=False) is talking
    assert rules.may_open("joint", state, joint_barred=True) is False


def test_no_room_before_everybody_agrees(db: Db, world: World) -> None:
    case = dispute.opened(db, world)
    for act in (lambda: services.open_joint(db, world.actor("mediator"), case.id),
                lambda: services.open_caucus(db, world.actor("mediator"), case.id, "a")):  # fmt: skip
        with pytest.raises(Conflict):
            act()


def test_the_joint_room_holds_both_sides_and_begins_the_session(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    room = dispute.open_joint(db, world.actor("mediator"), case)
    inside = rooms.listeners(db, room.id)
    people = {party.person_id for party in dispute.parties(db, case)}
    assert inside == people | {case.mediator_id}
    assert case.state == "in_session"
    assert dispute.open_joint(db, world.actor("mediator"), case).id == room.id


def test_the_session_stands_in_everybodys_story_and_says_what_comes_next(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    dispute.open_joint(db, world.actor("mediator"), case)
    for party in dispute.parties(db, case):
        told = timeline_for(db, dispute.visitor(party), case.matter)
        assert [line.key for line in told].count("room.joint_opened") == 1
        assert "正在调解" in coming(db, case.matter).text
        assert coming(db, case.matter).due_at is not None


def test_after_an_adjournment_the_same_room_goes_on(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    room = dispute.open_joint(db, world.actor("mediator"), case)
    move(db, world.actor("mediator"), case, "adjourned")
    assert dispute.open_joint(db, world.actor("mediator"), case) is room
    assert case.state == "in_session"
    assert case.matter.next_key == "next.in_session"
    told = dispute.told(db, person_id=dispute.applicant(db, case).person_id)
    assert told.count("room.joint_opened") == 2


@pytest.mark.parametrize("state", ["accepted", "preparing", "adjourned"])
def test_a_caucus_moves_nothing_and_stands_in_no_story(db: Db, world: World, state: str) -> None:
    case = dispute.at(db, world, state)
    other = dispute.visitor(dispute.respondent(db, case))
    before = (timeline_for(db, other, case.matter), coming(db, case.matter), case.version)
    services.open_caucus(db, world.actor("mediator"), case.id, "a")
    db.flush()
    assert (timeline_for(db, other, case.matter), coming(db, case.matter), case.version) == before
    assert case.state == state


@pytest.mark.parametrize("login", ["head", "secretary", "clerk", "outsider", "mediator2", "police", "admin"])
def test_r08_only_the_mediator_of_the_case_opens_rooms(db: Db, world: World, login: str) -> None:
    case = dispute.accepted(db, world)
    with pytest.raises(Refused):
        services.open_joint(db, world.actor(login), case.id)
    with pytest.raises(Refused):
        services.open_caucus(db, world.actor(login), case.id, "a")


def test_nobody_is_surprised_by_the_first_session(db: Db, world: World) -> None:
    """Three days' notice of a booked time, or everybody does without; after an adjournment the room is known."""
    with clock.held(MONDAY):
        case, mediator = dispute.accepted(db, world), world.actor("mediator")
        start = calendar.free_times(db, case, world.venue, HOUR, None)[0]
        book(db, mediator, case.id, world.venue.id, start, HOUR, None)
        with pytest.raises(Conflict, match="提前三天"):
            services.open_joint(db, mediator, case.id)
        assert case.state == "scheduled"
    with clock.held(start - timedelta(minutes=31)), pytest.raises(Conflict, match="提前三天"):
        services.open_joint(db, mediator, case.id)
    with clock.held(start - timedelta(minutes=30)):
        services.open_joint(db, mediator, case.id)
        assert case.state == "in_session"
    with clock.held(start + timedelta(days=30)):
        services.close_all(db, mediator, case)
        services.open_joint(db, mediator, case.id)


def test_one_who_waits_makes_all_wait(db: Db, world: World) -> None:
    case, mediator = dispute.accepted(db, world), world.actor("mediator")
    waive(db, dispute.visitor(dispute.applicant(db, case)), case.matter)
    with pytest.raises(Conflict, match="提前三天"):
        services.open_joint(db, mediator, case.id)
    waive(db, dispute.visitor(dispute.respondent(db, case)), case.matter)
    services.open_joint(db, mediator, case.id)


def test_a_cancelled_meeting_begins_nothing(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case, mediator = dispute.accepted(db, world), world.actor("mediator")
        start = calendar.free_times(db, case, world.venue, HOUR, None)[0]
        meeting = book(db, mediator, case.id, world.venue.id, start, HOUR, None)
        cancel(db, mediator, case.id, meeting.id)
    with clock.held(start), pytest.raises(Conflict, match="提前三天"):
        services.open_joint(db, mediator, case.id)


def test_danger_bars_the_joint_room_but_not_the_talk_apart(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    flag_danger(db, world.actor("dispatcher"), case.matter)
    with pytest.raises(Conflict):
        services.open_joint(db, world.actor("mediator"), case.id)
    assert services.open_caucus(db, world.actor("mediator"), case.id, "a").kind == "caucus"


def page(client: FlaskClient, path: str) -> str:
    """A page without what differs at every look."""
    text = client.get(path).get_data(as_text=True)
    return re.sub(r'value="[^"]*"|nonce="[^"]*"|\?v=\w+', "", text)


def test_a_caucus_changes_nothing_that_the_other_side_sees(client: FlaskClient, portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        dispute.open_joint(db, world.actor("mediator"), case)
        one, other = dispute.applicant(db, case), dispute.respondent(db, case)
        case_id, matter_id = case.id, case.matter_id
    world.come_with_code(client, portal.database, other.person_id, matter_id)
    before = page(client, "/my/matter")
    bell = page(client, "/my/notices")
    with portal.database.writing() as db:
        room = services.open_caucus(db, world.actor("mediator"), case_id, "a")
        talk.say(db, dispute.visitor(one), room.id, SECRET, "1")
        talk.say(db, world.actor("mediator"), room.id, "我明白了", "2")
        room_id = room.id
    assert page(client, "/my/matter") == before
    assert page(client, "/my/notices") == bell
    refused = client.get(f"/rooms/{room_id}")
    nothing = client.get("/rooms/00000000-0000-4000-8000-000000000000")
    assert (refused.status_code, nothing.status_code) == (404, 404)
    assert SECRET not in refused.get_data(as_text=True)
    assert client.post(f"/rooms/{room_id}", data={"text": "喂", "once": "x"}).status_code == 404


def test_who_stops_leaves_and_all_is_for_reading(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    room = dispute.open_joint(db, world.actor("mediator"), case)
    terminate(db, world.actor("mediator"), case, "no_agreement")
    assert room.closed_at is not None
    with pytest.raises(Refused):
        talk.say(db, dispute.visitor(dispute.applicant(db, case)), room.id, "还在吗", "1")


def test_the_room_page_works_without_javascript(client: FlaskClient, portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        room_id = dispute.open_joint(db, world.actor("mediator"), case).id
        one, matter_id = dispute.applicant(db, case).person_id, case.matter_id
    world.come_with_code(client, portal.database, one, matter_id)
    text = client.get(f"/rooms/{room_id}").get_data(as_text=True)
    once = re.findall(r'name="once"[^>]* value="([^"]+)"', text)[-1]
    for _click in range(2):
        assert client.post(f"/rooms/{room_id}", data={"text": "楼上先修水管", "once": once}).status_code == 303
    text = client.get(f"/rooms/{room_id}").get_data(as_text=True)
    assert text.count("楼上先修水管") == 1
    answer = client.post(f"/rooms/{room_id}", data={"text": "  ", "once": "y"})
    assert answer.status_code == 422
    assert "请先写点什么" in answer.get_data(as_text=True)


def test_the_mediator_goes_back_to_the_file_and_a_party_to_their_matter(
    client: FlaskClient, portal: Portal, world: World
) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        room_id = dispute.open_joint(db, world.actor("mediator"), case).id
        one, case_id, matter_id = dispute.applicant(db, case).person_id, case.id, case.matter_id
    world.sign_in(client, portal.database, "mediator")
    assert f'class="back" href="/cases/{case_id}"' in dispute.body(client, f"/rooms/{room_id}")
    world.come_with_code(client, portal.database, one, matter_id)
    text = dispute.body(client, f"/rooms/{room_id}")
    assert 'class="back" href="/my/matter"' in text
    assert "不能拿来作对您不利的证据" in text
