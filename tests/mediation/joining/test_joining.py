"""R-03 for whoever comes later: written down, asked like everybody, and until they agree nothing goes on."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.cases.models import MediationCase
from mediation.cases.rules import STATES
from mediation.consents import queries as consents
from mediation.extensions.services import propose
from mediation.joining.rules import JOINABLE, in_it_already
from mediation.joining.services import join
from mediation.meetings import queries as calendar
from mediation.meetings.services import book
from mediation.rooms.services import open_caucus, open_joint
from portal.app import Portal
from portal.clocks.models import RunningClock
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from portal.matters import queries as matters
from portal.matters.telling import coming, timeline_for
from portal.people.persons.services import PersonData
from tests.mediation import dispute
from tests.world import World

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NEW = PersonData("桂来迟", phone="13800001234")
NAMED = {"name": "桂来迟", "phone": "13800001234", "address": ""}


@pytest.mark.parametrize("state", STATES)
def test_how_late(state: str) -> None:
    before_the_talks = {"assigned", "consent_pending", "accepted", "preparing", "scheduled"}
    assert (state in JOINABLE) is (state in before_the_talks)


@pytest.mark.parametrize(("name", "there"), [("卞立言", True), (" 卞 立言 ", True), ("卞立", False), ("桂来迟", False)])
def test_nobody_is_in_it_twice(name: str, there: bool) -> None:
    assert in_it_already(name, ["申小明", "卞立言"]) is there


@pytest.mark.parametrize("state", ["accepted", "preparing", "scheduled"])
def test_r03_nothing_goes_on_until_the_new_one_has_agreed(db: Db, world: World, state: str) -> None:
    case = dispute.at(db, world, state)
    first, accepted_at = dispute.parties(db, case), case.accepted_at
    legal = db.scalars(select(RunningClock).where(RunningClock.code == "CLK-11")).one()
    due = legal.due_at
    new = join(db, world.actor("mediator"), case.id, NEW)
    assert case.state == "consent_pending"
    assert not consents.all_yes(db, case)
    assert coming(db, case.matter).due_at is not None
    for act in (open_joint, lambda *who: open_caucus(*who, "a")):
        with pytest.raises(Conflict):
            act(db, world.actor("mediator"), case.id)
    for party in first:
        assert dispute.told(db, person_id=party.person_id).count("mediation.joined") == 1
        assert any(new.person.name in line.text for line in timeline_for(db, dispute.visitor(party), case.matter))
        assert consents.of_party(db, case, party.id).answer == "yes"
    assert dispute.told(db, person_id=new.person_id) == []
    with pytest.raises(Refused):
        matters.get(db, dispute.visitor(new), case.matter_id)
    dispute.invited(db, world, case, new)
    dispute.says(db, case, new, "yes")
    assert (case.state, case.accepted_at, legal.due_at) == ("accepted", accepted_at, due)
    assert matters.get(db, dispute.visitor(new), case.matter_id)
    assert case.matter.next_key == "next.arrange"


def test_a_refusal_lets_the_others_decide_anew(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    new = join(db, world.actor("mediator"), case.id, NEW)
    dispute.invited(db, world, case, new)
    dispute.says(db, case, new, "no")
    assert (case.state, case.round) == ("consent_pending", 2)
    assert new.left_at is not None


def test_what_was_booked_and_proposed_falls_and_rooms_are_silent(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case, mediator = dispute.accepted(db, world), world.actor("mediator")
        room = open_caucus(db, mediator, case.id, "a")
        start = calendar.free_times(db, case, world.venue, timedelta(hours=1), None)[0]
        book(db, mediator, case.id, world.venue.id, start, timedelta(hours=1), None)
        extension = propose(db, mediator, case.id, dispute.in_days(60), "等材料")
        join(db, mediator, case.id, NEW)
        assert not calendar.coming(db, case)
        assert room.closed_at is not None
        assert extension.state == "withdrawn"


def test_before_the_statement_they_are_simply_one_more(db: Db, world: World) -> None:
    case = dispute.assigned(db, world)
    join(db, world.actor("clerk"), case.id, NEW)
    assert case.state == "assigned"
    case = dispute.declare(db, world.actor("mediator"), case.id, None)
    assert len(consents.current(db, case)) == 3


@pytest.mark.parametrize("state", ["in_session", "adjourned", "suspended", "drafting", "signing", "effective"])
def test_once_the_talks_have_begun_it_is_too_late(db: Db, world: World, state: str) -> None:
    case = dispute.at(db, world, state)
    with pytest.raises(Conflict, match="重新登记"):
        join(db, world.actor("mediator"), case.id, NEW)


def test_the_same_name_is_refused(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    with pytest.raises(Conflict):
        join(db, world.actor("mediator"), case.id, PersonData(dispute.RESPONDENTS[0]))
    assert case.state == "accepted"


@pytest.mark.parametrize("login", ["mediator2", "outsider", "head", "secretary", "police", "admin", "clerk"])
def test_nobody_else_adds_a_party(db: Db, world: World, login: str) -> None:
    case = dispute.accepted(db, world)
    with pytest.raises(Refused):
        join(db, world.actor(login), case.id, NEW)


def test_the_pages(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        other = dispute.respondent(db, case)
    path = f"/cases/{case.id}/parties/new"
    world.come_with_code(client, portal.database, other.person_id, case.matter_id)
    dispute.body(client, path, 404)
    world.sign_in(client, portal.database, "clerk")
    assert path not in dispute.body(client, f"/matters/{case.matter_id}"), "a committee has it: its mediator adds"
    dispute.body(client, path, 404)
    world.sign_in(client, portal.database, "mediator")
    assert path in dispute.body(client, f"/cases/{case.id}")
    dispute.body(client, path)
    assert client.post(path, data={"name": ""}).status_code == 422
    assert client.post(path, data={**NAMED, "name": other.person.name}).status_code == 422
    assert client.post(path, data={**NAMED, "seen": "99"}).status_code == 409
    for _click in range(2):
        assert client.post(path, data={**NAMED, "once": "twice"}).location == f"/cases/{case.id}"
    with portal.database.reading() as db:
        assert len(dispute.parties(db, db.get_one(MediationCase, case.id))) == 3
    assert "桂来迟" in dispute.body(client, f"/cases/{case.id}")
    world.come_with_code(client, portal.database, other.person_id, case.matter_id)
    assert "桂来迟" in dispute.body(client, "/my/matter")


def test_the_desk_adds_whoever_is_missing_until_the_committee_has_it(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    with portal.database.writing() as db:
        case = dispute.assigned(db, world)
    path = f"/cases/{case.id}/parties/new"
    world.sign_in(client, portal.database, "clerk")
    assert path in dispute.body(client, f"/matters/{case.matter_id}")
    assert client.post(path, data=NAMED).location == f"/matters/{case.matter_id}"
