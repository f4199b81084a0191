"""Where staff call from, the safe way stands beside the number: channel, hours, words, and whose phone it is (J31)."""

import uuid
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.cases.models import MediationCase
from mediation.cases.reaching import lines
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.matters.correcting import CHANGED, correct_party
from portal.matters.models import Party
from portal.notices.models import Notice
from portal.people.persons.models import Person
from portal.people.persons.services import PersonData, attach_guardian
from tests.mediation import dispute
from tests.world import World

HOURS, WORDS = "晚上八点以后", "就说是送菜的"
SAYS = ("打电话", HOURS, WORDS, "手机与他人共用")


def careful(person: Person) -> None:
    """Somebody with a phone that others answer."""
    person.contact_channel, person.contact_hours, person.phone_shared = "call", HOURS, True
    person.contact_words = WORDS


def asked(db: Db, world: World) -> tuple[MediationCase, Party]:
    """The respondent is being asked, and must be called with care."""
    case = dispute.opened(db, world)
    party = dispute.respondent(db, case)
    careful(party.person)
    return case, party


@pytest.fixture
def there(portal: Portal, world: World, client: FlaskClient) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    """Case, party and matter; the mediator is signed in."""
    with portal.database.writing() as db:
        case, party = asked(db, world)
        ids = case.id, party.id, case.matter_id
    world.sign_in(client, portal.database, "mediator")
    return ids


@pytest.mark.parametrize("page", ["/cases/{case}", "/cases/{case}/invite/{party}", "/cases/{case}/answers/{party}"])
def test_the_pages_from_which_mediators_call(
    there: tuple[uuid.UUID, uuid.UUID, uuid.UUID], client: FlaskClient, page: str
) -> None:
    said = dispute.body(client, page.format(case=there[0], party=there[1]))
    assert all(word in said for word in SAYS)


def test_also_where_the_number_is_shown_in_full(
    there: tuple[uuid.UUID, uuid.UUID, uuid.UUID], client: FlaskClient
) -> None:
    _case, party, matter = there
    said = client.post(f"/matters/{matter}/people/{party}", data={"reason": "contact"}).get_data(as_text=True)
    assert dispute.phone_of("卞立言") in said
    assert all(word in said for word in SAYS)
    assert "手机与他人共用" in dispute.body(client, f"/matters/{matter}?tab=people")


def test_for_a_child_it_is_the_guardian_who_is_called(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.opened(db, world)
        party = dispute.respondent(db, case)
        party.person.born_on = date(clock.today("Asia/Shanghai").year - 15, 1, 1)
        mother = PersonData("卞母", phone="13800000777", contact_channel="call", contact_hours=HOURS, phone_shared=True)
        attach_guardian(db, world.actor("mediator"), party.person, mother, "mother", consents=True)
        case_id, party_id, matter_id = case.id, party.id, case.matter_id
    world.sign_in(client, portal.database, "mediator")
    for page in (f"/cases/{case_id}", f"/cases/{case_id}/answers/{party_id}"):
        said = dispute.body(client, page)
        assert "由监护人卞母答复" in said
        assert HOURS in said
        assert "手机与他人共用" in said
    full = client.post(f"/matters/{matter_id}/people/{party_id}", data={"reason": "contact"}).get_data(as_text=True)
    assert "13800000777" in full


def test_a_number_that_staff_change_is_told_to_the_old_one_and_to_the_person(db: Db, world: World) -> None:
    case = dispute.opened(db, world)
    person, old = dispute.applicant(db, case).person, dispute.applicant(db, case).person.phone
    correct_party(db, world.actor("mediator"), case.matter, person, {"name": person.name})
    told = select(Notice).where(Notice.key == CHANGED)
    assert db.scalars(told).all() == []
    correct_party(db, world.actor("mediator"), case.matter, person, {"phone": "13800007777"})
    found = db.scalars(told).all()
    assert {(one.phone, one.person_id) for one in found} == {(old, None), (None, person.id)}


def test_nobody_knows_how_whoever_was_only_named_wants_to_be_reached(db: Db, world: World) -> None:
    case = dispute.opened(db, world)
    for party in dispute.parties(db, case):
        party.person.contact_channel = "none"
    shown = lines(db, world.actor("mediator"), dispute.parties(db, case))
    first, other = shown[dispute.applicant(db, case).id].reach, shown[dispute.respondent(db, case).id].reach
    assert (first.silent, other.silent, other.channel) == (True, False, "")
