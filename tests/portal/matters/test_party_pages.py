"""What staff do about the people in a matter: putting right what was written down, registering guardians."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.app import Portal
from portal.kernel.policy import SYSTEM
from portal.matters.models import Involvement
from portal.matters.services import Opened, move
from portal.people.persons.models import Person
from portal.people.persons.services import PersonData
from tests.portal.matters.filing import file_matter
from tests.portal.matters.reading import NUMBERS, lines, text
from tests.world import World


def person_of(portal: Portal, opened: Opened) -> Person:
    with portal.database.reading() as db:
        return db.get_one(Person, opened.applicants[0].person_id)


def test_a_partys_data_are_put_right_without_showing_the_numbers(
    clerk: FlaskClient, opened: Opened, portal: Portal
) -> None:
    address = f"/matters/{opened.matter.id}/people/{opened.applicants[0].id}/correct"
    page = text(clerk.get(address))
    assert not [number for number in NUMBERS if number in page]
    given = {"name": "测试甲", "gender": "男", "ethnicity": "汉族", "contact_channel": "sms", "contact_hours": "晚上"}
    assert clerk.post(address, data=given).status_code == 303
    person = person_of(portal, opened)
    assert (person.gender, person.ethnicity, person.contact_hours) == ("男", "汉族", "晚上")
    assert (person.phone, person.address) == ("13800000001", "青禾县人民路12号3单元"), "left empty, so kept"
    (line,) = lines(portal, "person.corrected")
    assert set(line.fields) == {"gender", "ethnicity", "contact_hours"}
    assert clerk.post(address, data={**given, "phone": "138 0000 0009"}).status_code == 303
    assert person_of(portal, opened).phone == "13800000009"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "请填写姓名"),
        ({"phone": "12"}, "11 位数字"),
        ({"id_number": "110101190001010015"}, "身份证号不对"),
        ({"email": "nobody"}, "邮箱地址不对"),
        ({"born_on": "31.12.1999"}, ""),
        ({"id_number": "110101190001010014", "born_on": "1999-01-01"}, "不一致"),
    ],
)
def test_a_wrong_correction_is_said_kept_and_changes_nothing(
    clerk: FlaskClient, opened: Opened, portal: Portal, wrong: dict[str, str], sentence: str
) -> None:
    address = f"/matters/{opened.matter.id}/people/{opened.applicants[0].id}/correct"
    given = {"name": "测试甲", "gender": "", "occupation": "农民", "contact_channel": "sms", **wrong}
    answer = clerk.post(address, data=given)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert "农民" in page
    assert person_of(portal, opened).occupation is None


def test_r12_a_guardian_is_registered_and_let_in(
    clerk: FlaskClient, world: World, portal: Portal, client: FlaskClient
) -> None:
    with portal.database.writing() as db:
        opened = file_matter(db, world, applicants=[PersonData(name="测试小", born_on=date(2015, 5, 1))])
    people = f"/matters/{opened.matter.id}?tab=people"
    address = f"/matters/{opened.matter.id}/people/{opened.applicants[0].id}/guardian"
    assert "还没有登记监护人" in text(clerk.get(people))
    text(clerk.get(address))
    given = {"name": "测试母", "relation": "母亲", "phone": "13800000007"}
    refused = clerk.post(address, data=given)
    assert refused.status_code == 422
    assert "需要监护人同意" in refused.get_data(as_text=True)
    assert "还没有登记监护人" in text(clerk.get(people)), "nothing of it was kept"
    assert clerk.post(address, data={**given, "consents": "y"}).status_code == 303
    assert "还没有登记监护人" not in text(clerk.get(people))
    with portal.database.reading() as db:
        guardian = db.scalars(select(Involvement).where(Involvement.capacity == "guardian")).one()
    assert guardian.side == "a"
    assert guardian.person_id is not None
    world.come_with_code(client, portal.database, guardian.person_id, opened.matter.id)
    assert "测试小的监护人已经登记。" in text(client.get("/my/matter"))


def test_people_are_put_right_only_by_those_who_handle_an_open_matter(
    world: World, portal: Portal, client: FlaskClient, opened: Opened
) -> None:
    paths = [f"/matters/{opened.matter.id}/people/{opened.applicants[0].id}/{what}" for what in ("correct", "guardian")]
    world.sign_in(client, portal.database, "outsider")
    assert [client.get(path).status_code for path in paths] == [404, 404]
    with portal.database.writing() as db:
        move(db, SYSTEM, db.get_one(type(opened.matter), opened.matter.id), "closed", "resolved")
    world.sign_in(client, portal.database, "clerk")
    assert [client.get(path).status_code for path in paths] == [404, 404]
