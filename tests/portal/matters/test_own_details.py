"""Parties complete what is known of themselves; what could divert a code or make a child an adult stays with staff."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.app import Portal
from portal.people.persons.models import Person
from portal.people.persons.services import PersonData
from tests.portal.matters.filing import file_matter
from tests.portal.people.test_bodies import SHOP
from tests.world import World

HERE = "/my/details"
PHONE, ADDRESS = "13800000001", "青禾县北大街88号3单元501室"


@pytest.fixture
def visitor(portal: Portal, world: World, client: FlaskClient, request: pytest.FixtureRequest) -> FlaskClient:
    """An applicant, come with the case code; more is said of them by the parameter."""
    more = getattr(request, "param", {})
    data = PersonData(name="测试甲", phone=PHONE, contact_channel="sms", **more)
    with portal.database.writing() as db:
        opened = file_matter(db, world, applicants=[data])
        matter, person = opened.matter.id, opened.applicants[0].person_id
    world.come_with_code(client, portal.database, person, matter)
    return client


def now(portal: Portal) -> Person:
    with portal.database.reading() as db:
        return db.scalars(select(Person).where(Person.name == "测试甲")).one()


def test_what_is_missing_is_filled_in_and_numbers_stay_masked(visitor: FlaskClient, portal: Portal) -> None:
    assert HERE in visitor.get("/my/matter").get_data(as_text=True)
    given = {"gender": "", "address": ADDRESS, "id_number": "11010519491231002X", "occupation": "农民"}
    assert visitor.post(HERE, data=given).status_code == 303
    person = now(portal)
    assert (person.address, person.id_number, person.gender) == (ADDRESS, "11010519491231002X", "女")
    page = visitor.get(HERE).get_data(as_text=True)
    assert not [secret for secret in (ADDRESS, "11010519491231002X", PHONE) if secret in page]
    assert "农民" in page


def test_a_firm_says_that_it_is_one(visitor: FlaskClient, portal: Portal) -> None:
    assert visitor.post(HERE, data={"gender": "", **SHOP}).status_code == 303
    assert (now(portal).kind, now(portal).uscc) == ("legal", SHOP["uscc"])
    back = {"gender": "", "kind": "natural", "uscc": "", "legal_representative": "", "representative_post": "",
            "contact_name": ""}  # fmt: skip
    assert visitor.post(HERE, data=back).status_code == 422
    assert now(portal).kind == "legal"


@pytest.mark.parametrize("field", ["name", "phone", "email", "contact_channel", "contact_hours", "said_age"])
def test_what_staff_must_check_first_is_not_changed_here(visitor: FlaskClient, portal: Portal, field: str) -> None:
    before = getattr(now(portal), field)
    assert visitor.post(HERE, data={"gender": "", field: "13899999999"}).status_code == 303
    assert getattr(now(portal), field) == before


@pytest.mark.parametrize("visitor", [{"born_on": date(2015, 5, 1)}, {"said_age": "teen"}], indirect=True)
def test_r12_a_child_does_not_become_an_adult_by_typing(visitor: FlaskClient, portal: Portal) -> None:
    before = now(portal).born_on
    assert visitor.post(HERE, data={"gender": "", "born_on": "1990-01-01"}).status_code == 303
    assert visitor.post(HERE, data={"gender": "", "id_number": "11010519491231002X"}).status_code == 303
    assert (now(portal).born_on, now(portal).id_number) == (before, None)


def test_strangers_have_no_such_page(client: FlaskClient, world: World, portal: Portal) -> None:
    world.sign_in(client, portal.database, "clerk")
    assert client.get(HERE).status_code == 404
