"""Whoever comes with a PIN that one clerk has handed out alone does not read what was said in confidence."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.agreements.handing import refuse_unknown
from mediation.cases.models import MediationCase
from mediation.invitations.services import print_letter
from mediation.rooms.returning import it_is_they, waiting
from mediation.rooms.services import open_caucus
from portal.accounts.models import AccessSession
from portal.accounts.passes.services import held_from_window
from portal.accounts.sessions.services import open_person_session
from portal.app import Portal
from portal.intake.alarms.models import Alarm
from portal.intake.filing.services import _register
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, Actor, Conflict, Refused
from portal.matters.identities.pins import reissue
from portal.matters.identities.services import see
from portal.matters.identities.waiting import waits
from portal.matters.models import Matter, Party
from portal.notices.desk.services import open_paper
from portal.notices.models import Delivery, Notice
from portal.rooms.rooms import queries as rooms
from portal.rooms.rooms import services as talk
from tests.mediation import dispute
from tests.world import World


def at_the_window(db: Db, world: World, case: MediationCase) -> None:
    matter, person = db.get_one(Matter, case.matter_id), dispute.applicant(db, case).person_id
    see(db, world.actor("clerk"), matter, person, "id_card", "123X")
    reissue(db, world.actor("clerk"), matter, person)


def test_a_caucus_is_shut_until_the_mediator_knows_who_it_is(db: Db, world: World) -> None:
    case = dispute.at(db, world, "in_session")
    room = open_caucus(db, world.actor("mediator"), case.id, "a")
    party = dispute.applicant(db, case)
    visitor = dispute.visitor(party)
    assert rooms.get(db, visitor, room.id) == room
    at_the_window(db, world, case)
    with pytest.raises(Refused):
        rooms.get(db, visitor, room.id)
    assert party.person_id not in rooms.listeners(db, room.id)
    assert rooms.get(db, world.actor("mediator"), room.id) == room
    assert [person.id for person in waiting(db, case)] == [party.person_id]
    asked = select(Notice.account_id).where(Notice.key == "room.asked_who")
    assert db.scalars(asked).all() == [world.actor("mediator").account]
    for somebody in (world.actor("clerk"), world.actor("mediator2"), visitor):
        with pytest.raises(Refused):
            it_is_they(db, somebody, case.id, party.person_id)
    it_is_they(db, world.actor("mediator"), case.id, party.person_id)
    assert rooms.get(db, visitor, room.id) == room
    assert waiting(db, case) == []


def test_a_joint_room_stays_open_to_read(db: Db, world: World) -> None:
    case = dispute.at(db, world, "in_session")
    joint = dispute.open_joint(db, world.actor("mediator"), case)
    at_the_window(db, world, case)
    visitor = dispute.visitor(dispute.applicant(db, case))
    assert rooms.get(db, visitor, joint.id) == joint
    with pytest.raises(Refused):
        talk.say(db, visitor, joint.id, "我同意", "1")
    it_is_they(db, world.actor("mediator"), case.id, dispute.applicant(db, case).person_id)
    assert talk.say(db, visitor, joint.id, "我同意", "1") == 1


def test_whoever_looked_at_the_document_does_not_also_say_that_it_is_they(db: Db, world: World) -> None:
    case = dispute.at(db, world, "in_session")
    matter, person = db.get_one(Matter, case.matter_id), dispute.applicant(db, case).person_id
    see(db, world.actor("mediator"), matter, person, "id_card", "123X")
    reissue(db, world.actor("mediator"), matter, person)
    with pytest.raises(Conflict):
        it_is_they(db, world.actor("mediator"), case.id, person)
    it_is_they(db, world.actor("head"), case.id, person)
    assert waiting(db, case) == []


@pytest.mark.parametrize(("path", "held"), [
    ("/my/mediator", True), ("/my/agreement/confirm", True), ("/my/matter/confirmation-applied", True),
    ("/my/details", True), ("/evidence/00000000-0000-0000-0000-000000000000/visibility", True), ("/my/stop", False),
])  # fmt: skip
def test_one_pair_of_eyes_alone_lets_nobody_act(
    portal: Portal, world: World, client: FlaskClient, path: str, held: bool
) -> None:
    with portal.database.writing() as db:
        case = dispute.at(db, world, "in_session")
        party = dispute.applicant(db, case)
        at_the_window(db, world, case)
    world.come_with_code(client, portal.database, party.person_id, case.matter_id)
    assert "先核实是您本人" in dispute.body(client, "/my/matter")
    answer = client.post(path, data={})
    assert ("经过窗口工作人员的手" in answer.text) is held
    if held:
        assert answer.status_code == 409
        with portal.database.writing() as db:
            it_is_they(db, world.actor("mediator"), case.id, party.person_id)
        assert "经过窗口工作人员的手" not in client.post(path, data={}).text


@pytest.mark.parametrize(
    "path", ["/my/mediator", "/my/agreement/change", "/rooms/00000000-0000-0000-0000-000000000000"]
)
def test_words_of_danger_are_heard_before_anybody_has_to_wait(
    portal: Portal, world: World, client: FlaskClient, path: str
) -> None:
    with portal.database.writing() as db:
        case = dispute.at(db, world, "in_session")
        party = dispute.applicant(db, case)
        at_the_window(db, world, case)
    world.come_with_code(client, portal.database, party.person_id, case.matter_id)
    answer = client.post(path, data={"words": "他拿刀砍我，要杀了我", "pin": "123456", "code": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/my/safe")
    page = dispute.body(client, "/my/safe")
    assert "110" in page
    assert "经过窗口工作人员的手" in page
    with portal.database.reading() as db:
        alarm = db.scalars(select(Alarm)).one()
        assert (alarm.matter_id, alarm.person_id) == (case.matter_id, party.person_id)
        assert not [words for words in alarm.matched if "123456" in words]
        assert db.get_one(Matter, case.matter_id).danger


def test_a_pin_from_before_a_committee_had_it_waits_too(db: Db, world: World) -> None:
    matter = dispute.file(db, world)
    person = matter.parties[0].person_id
    see(db, world.actor("clerk"), matter, person, "id_card", "123X")
    reissue(db, world.actor("clerk"), matter, person)
    assert held_from_window(db, matter.id) == {person}


def test_nobody_is_asked_about_somebody_else(db: Db, world: World) -> None:
    case = dispute.at(db, world, "in_session")
    with pytest.raises(Refused):
        it_is_they(db, world.actor("mediator"), case.id, dispute.applicant(db, case).person_id)


def test_sign_ins_with_the_lost_pin_end(db: Db, world: World) -> None:
    case = dispute.at(db, world, "in_session")
    party = dispute.applicant(db, case)
    open_person_session(db, party.person_id, case.matter_id, "a lost phone")
    mine = select(AccessSession.ended_at).where(AccessSession.person_id == party.person_id)
    assert db.scalars(mine).all() == [None]
    at_the_window(db, world, case)
    assert None not in db.scalars(mine).all()


def test_no_code_is_handed_to_somebody_the_mediator_has_not_recognised(db: Db, world: World) -> None:
    case = dispute.at(db, world, "in_session")
    party, matter = dispute.applicant(db, case), db.get_one(Matter, case.matter_id)
    refuse_unknown(db, matter, party.person_id)
    at_the_window(db, world, case)
    with pytest.raises(Conflict):
        refuse_unknown(db, matter, party.person_id)
    it_is_they(db, world.actor("mediator"), case.id, party.person_id)
    refuse_unknown(db, matter, party.person_id)


def invited_by_call(db: Db, world: World) -> tuple[MediationCase, Party]:
    case = dispute.opened(db, world)
    other = dispute.respondent(db, case)
    dispute.invited(db, world, case, other, "call")
    return case, other


def read_out(db: Db, world: World, other: Party) -> None:
    """A clerk opens what is to be said on the phone: the link, the code and the PIN of the letter."""
    rows = select(Delivery).join(Notice, Notice.id == Delivery.notice_id).where(Notice.key == "mediation.invited")
    (delivery,) = db.scalars(rows.where(Notice.person_id == other.person_id))
    assert "/r/" in open_paper(db, world.actor("clerk"), delivery.id).words


def test_a_clerk_who_reads_out_a_letter_cannot_act_with_it(db: Db, world: World) -> None:
    case, other = invited_by_call(db, world)
    assert held_from_window(db, case.matter_id) == set()
    read_out(db, world, other)
    read_out(db, world, other)
    assert held_from_window(db, case.matter_id) == {other.person_id}
    assert dispute.told(db, account_id=world.accounts["mediator"].id).count("room.asked_who") == 2
    assert waits(db, dispute.visitor(other))
    it_is_they(db, world.actor("mediator"), case.id, other.person_id)
    assert not waits(db, dispute.visitor(other))


def test_a_letter_printed_by_the_mediator_holds_nobody(db: Db, world: World) -> None:
    case, other = invited_by_call(db, world)
    print_letter(db, world.actor("mediator"), case.id, other.id)
    assert not waits(db, dispute.visitor(other))


def test_over_the_wire_the_other_door_is_held_too(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case, other = invited_by_call(db, world)
        read_out(db, world, other)
        dispute.known(db, case, other)
    world.come_with_code(client, portal.database, other.person_id, case.matter_id)
    assert "愿意调解" in dispute.body(client, "/my/reply")
    answer = client.post("/my/reply", data={"answer": "no"})
    assert (answer.status_code, "经过窗口工作人员的手" in answer.text) == (409, True)


@pytest.mark.parametrize(("login", "held"), [("clerk", True), (None, False)])
def test_whoever_types_for_somebody_at_the_counter_knows_the_pin(
    db: Db, world: World, login: str | None, held: bool
) -> None:
    actor = world.actor(login) if login else ANONYMOUS
    known = {"story": "楼上漏水", "name": "申小明", "other_name": "卞立言", "channel": "none", "dangers": ["none"]}
    filed = _register(db, actor, world.center, known, source="counter" if login else "web", locale="zh")
    assert bool(held_from_window(db, filed.matter.id)) is held
    person = filed.matter.parties[0].person_id
    assert not waits(db, Actor(person=person, scope=filed.matter.id)), "nobody to ask before a committee has it"
    filed.matter.stage = "active"
    assert waits(db, Actor(person=person, scope=filed.matter.id)) is held
