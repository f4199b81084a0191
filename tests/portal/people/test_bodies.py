"""A company, an authority, a shop: wherever a party is written down they can be said to be one, with a checked code."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.app import Portal
from portal.people.persons.models import Person
from portal.people.persons.queries import missing
from portal.people.persons.rules import HEADS, ID_KINDS, NEEDED
from tests.portal.matters.filing import file_matter
from tests.world import World

SHOP = {
    "kind": "legal", "uscc": "", "legal_representative": "卞立言", "representative_title": "经营者",
    "representative_post": "店主", "contact_name": "小卞",
}  # fmt: skip


def code_of(body: str) -> str:
    """A code with its check character."""
    from stdnum.cn import uscc

    return body + uscc.calc_check_digit(body)


SHOP["uscc"] = code_of("91379901MA0000001")


def the(portal: Portal, name: str) -> Person:
    with portal.database.reading() as db:
        return db.scalars(select(Person).where(Person.name == name)).one()


def stands(person: Person) -> dict[str, object]:
    return {name: getattr(person, name) for name in SHOP}


@pytest.fixture
def at_desk(portal: Portal, world: World, client: FlaskClient) -> tuple[FlaskClient, str]:
    """A clerk who puts right the data of the first applicant."""
    with portal.database.writing() as db:
        opened = file_matter(db, world)
        address = f"/matters/{opened.matter.id}/people/{opened.applicants[0].id}/correct"
    world.sign_in(client, portal.database, "clerk")
    return client, address


def test_at_the_desk_and_back_again(portal: Portal, at_desk: tuple[FlaskClient, str]) -> None:
    client, address = at_desk
    given = {"name": "小卞修鞋店", "gender": "", "contact_channel": "call", "said_age": ""}
    assert client.post(address, data={**given, **SHOP}).status_code == 303
    assert stands(the(portal, "小卞修鞋店")) == SHOP
    page = client.get(address).get_data(as_text=True)
    assert SHOP["uscc"] in page
    assert client.post(address, data={**given, "kind": "natural"}).status_code == 422, "the code still stands there"
    emptied = {**given, "kind": "natural", "uscc": "", "legal_representative": "", "representative_post": "",
               "contact_name": ""}  # fmt: skip
    assert client.post(address, data=emptied).status_code == 303
    assert stands(the(portal, "小卞修鞋店")) == {**dict.fromkeys(SHOP), "kind": "natural"}


@pytest.mark.parametrize("wrong", ["91379901MA0000001A", "12345", "11010519491231002X"])
def test_a_wrong_code_is_said(at_desk: tuple[FlaskClient, str], wrong: str) -> None:
    client, address = at_desk
    given = {"name": "小卞修鞋店", "gender": "", "contact_channel": "sms", **SHOP, "uscc": wrong}
    answer = client.post(address, data=given)
    assert answer.status_code == 422
    said = answer.get_data(as_text=True)
    assert "统一社会信用代码不对" in said
    assert wrong in said


def test_at_the_counter_for_both_sides(portal: Portal, world: World, client: FlaskClient) -> None:
    world.sign_in(client, portal.database, "clerk")
    other = code_of("91379901MA0000002")
    given = {
        "source": "counter", "locale": "zh", "consent": "spoken", "story": "货款没有付", "dangers": "none",
        "name": "小卞修鞋店", "phone": "13800000001", "channel": "call", **SHOP, "other_name": "青禾皮料有限公司",
        "other_kind": "legal", "other_uscc": other, "other_legal_representative": "戴望山",
    }  # fmt: skip
    assert client.post("/desk/file", data={**given, "other_uscc": "123"}).status_code == 422
    assert client.post("/desk/file", data=given).status_code in (200, 303)
    assert stands(the(portal, "小卞修鞋店")) == SHOP
    company = the(portal, "青禾皮料有限公司")
    assert (company.kind, company.uscc, company.legal_representative) == ("legal", other, "戴望山")


def test_what_a_court_asks_of_each_kind() -> None:
    assert set(NEEDED) == {"natural", "legal"}
    body = Person(kind="legal", name="店", uscc="x")
    assert missing(body) == ("legal_representative", "address")
    assert missing(Person(kind="natural", name="人", gender="男")) == ("id_number", "born_on", "address")
    assert (len(HEADS), "id_card" in ID_KINDS) == (3, True)
