"""A page that shows an older state: who has changed what since, and nothing that was typed is lost or overwritten."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.residents.forms import CodeForm
from portal.accounts.staff.forms import SignInForm
from portal.accounts.visits.forms import PinForm
from portal.app import Portal
from portal.intake.dispatch import services as dispatch
from portal.kernel import clock
from portal.kernel.forms import Form
from portal.kernel.web import staleness
from portal.kernel.web.staleness import Held
from portal.matters import changes
from portal.matters.models import Matter
from portal.matters.services import Opened, say
from portal.people.persons.models import Person
from portal.people.persons.services import correct
from tests.portal.matters.filing import file_matter
from tests.world import World

DAWN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def filed(world: World, portal: Portal) -> Opened:
    """A matter at the centre, registered an hour before."""
    with clock.held(DAWN - timedelta(hours=1)), portal.database.writing() as db:
        return file_matter(db, world)


def fields(page: str) -> dict[str, str]:
    """The answers as they stand in a form, hidden ones included."""
    found = re.findall(r"<input[^>]*>", page)
    named = ((re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)) for one in found)
    given = {name[1]: unescape(value[1]) for name, value in named if name and value}
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r"<option selected[^>]*value=\"([^\"]*)\"", inside)
        given[name] = chosen[1] if chosen else ""
    return given | {"kind": "natural"}


def path_of(opened: Opened) -> str:
    return f"/matters/{opened.matter.id}/people/{opened.applicants[0].id}/correct"


def stored(portal: Portal, person_id: uuid.UUID) -> Person:
    with portal.database.reading() as db:
        return db.scalars(select(Person).where(Person.id == person_id)).one()


def test_two_who_correct_the_same_person_do_not_overwrite_each_other(
    client: FlaskClient, portal: Portal, world: World, filed: Opened
) -> None:
    person_id = filed.applicants[0].person_id
    world.sign_in(client, portal.database, "dispatcher")
    with clock.held(DAWN):
        page = client.get(path_of(filed)).get_data(as_text=True)
    with clock.held(DAWN + timedelta(minutes=2)), portal.database.writing() as db:
        correct(db, world.actor("clerk"), db.get_one(Person, person_id), gender="女")
    with clock.held(DAWN + timedelta(minutes=5)), portal.database.writing() as db:
        other = world.actor("clerk")
        correct(db, other, db.get_one(Person, person_id), occupation="渔民", ethnicity="畲族")
    typed = {**fields(page), "name": "测试甲甲"}
    answer = client.post(path_of(filed), data=typed)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert stored(portal, person_id).name == "测试甲", "nothing is done before the person has looked"
    assert "clerk 同志" in text
    assert "更正了信息（" in text
    assert "职业" in text
    again = fields(text)
    assert (again["name"], again["occupation"], again["ethnicity"]) == ("测试甲甲", "渔民", "畲族")
    assert again["gender"] == "女", "what only others have changed takes its new value"
    assert client.post(path_of(filed), data=again).status_code in (302, 303)
    person = stored(portal, person_id)
    assert (person.name, person.occupation, person.ethnicity, person.gender) == ("测试甲甲", "渔民", "畲族", "女")


def test_where_both_have_typed_the_newer_value_stands_beside(
    client: FlaskClient, portal: Portal, world: World, filed: Opened
) -> None:
    person_id = filed.applicants[0].person_id
    world.sign_in(client, portal.database, "dispatcher")
    page = client.get(path_of(filed)).get_data(as_text=True)
    with portal.database.writing() as db:
        correct(db, world.actor("clerk"), db.get_one(Person, person_id), occupation="渔民")
    answer = client.post(path_of(filed), data={**fields(page), "occupation": "船工"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert fields(text)["occupation"] == "船工"
    assert "刚刚被改成了“渔民”" in text


def test_a_stale_triage_names_who_and_what_and_keeps_the_reason(
    client: FlaskClient, portal: Portal, world: World, filed: Opened
) -> None:
    world.sign_in(client, portal.database, "dispatcher")
    path = f"/matters/{filed.matter.id}/triage"
    with clock.held(DAWN):
        seen = fields(client.get(path).get_data(as_text=True))["seen"]
    with clock.held(DAWN + timedelta(minutes=4)), portal.database.writing() as db:
        given = {"class_code": "0202", "mode": "M", "reason": "看得出来"}
        dispatch.decide(db, world.actor("clerk"), filed.matter.id, dangers=["none"], **given)
    data = {"seen": seen, "dangers": "none", "class_code": "0203", "mode": "M", "reason": "我写了很久的理由"}
    answer = client.post(path, data=data)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "clerk 同志" in text
    assert "我写了很久的理由" in text
    assert "事项已经登记" not in text, "what was there when the page was opened is no news"
    with portal.database.reading() as db:
        assert db.get_one(Matter, filed.matter.id).class_code == "0202"


def test_what_no_longer_fits_is_answered_with_what_was_typed(
    client: FlaskClient, portal: Portal, world: World, filed: Opened
) -> None:
    """A service that says no: its sentence, what has happened, the words that were typed, and the way back."""
    world.sign_in(client, portal.database, "clerk")
    path = f"/matters/{filed.matter.id}/respondent"
    with portal.database.writing() as db:
        db.get_one(Matter, filed.matter.id).stage = "routed"
    answer = client.post(path, data={"name": "测试乙的弟弟", "kind": "natural", "phone": "13800000009"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "请由调解员补充对方当事人" in text
    assert "测试乙的弟弟" in text
    assert "对方姓名或单位名称" in text
    assert f'href="{path}"' in text


def test_a_second_clerk_is_told_that_the_respondent_stands_there_already(
    client: FlaskClient, portal: Portal, world: World
) -> None:
    with portal.database.writing() as db:
        opened = file_matter(db, world, respondents=[])
    world.sign_in(client, portal.database, "clerk")
    path = f"/matters/{opened.matter.id}/respondent"
    data = {**fields(client.get(path).get_data(as_text=True)), "name": "测试乙"}
    assert client.post(path, data={**data, "once": "first"}).status_code == 303
    again = client.post(path, data={**data, "once": "second"})
    assert again.status_code == 409
    assert "您自己" in again.get_data(as_text=True)


@pytest.mark.parametrize("form", [PinForm, CodeForm, SignInForm])
def test_no_secret_is_shown_again(app: Flask, form: type[Form]) -> None:
    """Neither passwords nor PINs and one-time codes, whatever goes wrong."""
    posted = {"pin": "424242", "code": "424242", "password": "not-for-others", "login": "clerk"}
    with app.test_request_context(method="POST", data=posted):
        form()
        assert {words for _label, words in staleness.typed()} <= {"clerk"}


def test_a_party_reads_what_happened_and_never_who_else_it_was(portal: Portal, world: World, filed: Opened) -> None:
    ann, ben = filed.applicants[0].person_id, filed.respondents[0].person_id
    reader = world.visitor(ann, filed.matter.id)
    with clock.held(DAWN), portal.database.writing() as db:
        matter = db.get_one(Matter, filed.matter.id)
        say(db, world.visitor(ben, matter.id), matter, "evidence.shared")
        say(db, reader, matter, "evidence.added")
        say(db, world.actor("clerk"), matter, "evidence.added", audience="staff")
    held = Held("matters", filed.matter.id, filed.matter.id, DAWN, {})
    with portal.database.reading() as db:
        found = changes.since(db, reader, held)
        assert [(one.who, one.what) for one in found] == [
            ("参与这件事的其他人", "一份材料已经给各方看。"), ("您自己", "交来一份材料。"),
        ]  # fmt: skip
        whole = changes.since(db, world.actor("dispatcher"), held)
        assert [one.who for one in whole] == ["测试乙", "测试甲", "clerk 同志"]


@pytest.mark.parametrize("text", ["1.x", "1.", "1.99999999999999999999999999", "x", "", "1"])
def test_a_spoilt_token_of_the_page_does_no_harm(
    client: FlaskClient, portal: Portal, world: World, filed: Opened, text: str
) -> None:
    world.sign_in(client, portal.database, "clerk")
    for shown in ("", "[1]", "{", '{"name": 5}'):
        answer = client.post(path_of(filed), data={"seen": text, "shown": shown, "name": "测试甲", "kind": "natural"})
        assert answer.status_code in (302, 409, 422)
