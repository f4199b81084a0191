"""What those who work on a matter see of it, and when numbers are shown in full."""

import re
import uuid

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup

from portal.app import Portal
from portal.directory.organisations.views import Front
from portal.kernel.feature import Panel
from portal.kernel.policy import SYSTEM
from portal.matters.rules import show_code
from portal.matters.services import Opened, flag_danger, involve, say
from tests.portal.matters.filing import STORY, file_matter
from tests.portal.matters.reading import NUMBERS, lines, text
from tests.world import World


def test_the_desk_reads_strip_story_and_next_step(clerk: FlaskClient, opened: Opened, portal: Portal) -> None:
    with portal.database.writing() as db:
        matter = db.get_one(type(opened.matter), opened.matter.id)
        flag_danger(db, SYSTEM, matter)
        say(db, SYSTEM, matter, "matter.registered", audience="side:b")
    page = text(clerk.get(f"/matters/{opened.matter.id}"))
    for words in (
        show_code(opened.matter.code),
        STORY,
        "把墙修好",
        "已登记，等待分流",
        "有危险情形",
        "仅一方可见",
        "网上提交",
    ):
        assert words in page, words
    tabs = re.findall(r'href="/matters/[^"?]*(?:\?tab=(\w+))?"', page)
    assert set(tabs) >= {"people", "evidence"}
    assert "rooms" not in tabs
    assert len(lines(portal, "matter.story_read")) == 1


@pytest.mark.parametrize("tab", ["nonsense", "rooms", "../people"])
def test_a_tab_that_does_not_exist(clerk: FlaskClient, opened: Opened, tab: str) -> None:
    assert clerk.get(f"/matters/{opened.matter.id}", query_string={"tab": tab}).status_code == 404


def test_other_floors_bring_tabs(clerk: FlaskClient, opened: Opened, portal: Portal) -> None:
    portal.panels.append(Panel("rooms", "desk.rooms", 1, lambda _db, _actor, _matter: Markup("<p>ROOMS</p>")))
    portal.panels.append(Panel("papers", "desk.papers", 1, lambda _db, _actor, _matter: None))
    assert "ROOMS" in text(clerk.get(f"/matters/{opened.matter.id}?tab=rooms"))
    assert "这里还没有内容" in text(clerk.get(f"/matters/{opened.matter.id}?tab=papers"))


def test_numbers_are_masked_until_a_reason_is_given(clerk: FlaskClient, opened: Opened, portal: Portal) -> None:
    people = text(clerk.get(f"/matters/{opened.matter.id}?tab=people"))
    assert "138****0001" in people
    assert "城关镇人民调解委员会" in people
    assert not [number for number in NUMBERS if number in people]
    assert len(lines(portal, "parties.masked_read")) == 1
    address = f"/matters/{opened.matter.id}/people/{opened.applicants[0].id}"
    asked = text(clerk.get(address))
    refused = clerk.post(address, data={})
    assert refused.status_code == 422
    for page in (asked, refused.get_data(as_text=True)):
        assert not [number for number in NUMBERS if number in page]
    assert not lines(portal, "person.revealed")
    page = text(clerk.post(address, data={"reason": "contact"}))
    assert not [number for number in NUMBERS if number not in page]
    (line,) = lines(portal, "person.revealed")
    assert line.subject_id == opened.applicants[0].person_id
    assert {"phone", "address", "id_number", "reason:contact"} <= set(line.fields)


def test_numbers_of_another_matters_party_are_not_there(
    clerk: FlaskClient, opened: Opened, portal: Portal, world: World
) -> None:
    with portal.database.writing() as db:
        other = file_matter(db, world)
    crossed = f"/matters/{opened.matter.id}/people/{other.applicants[0].id}"
    assert clerk.post(crossed, data={"reason": "contact"}).status_code == 404
    assert clerk.get(f"/matters/{opened.matter.id}/people/{uuid.uuid4()}").status_code == 404


def test_a_team_member_sees_names_but_no_story_and_no_numbers(
    world: World, portal: Portal, client: FlaskClient, opened: Opened
) -> None:
    with portal.database.writing() as db:
        involve(db, SYSTEM, opened.matter, "team", account_id=world.accounts["police"].id, act="test")
    world.sign_in(client, portal.database, "police")
    assert STORY not in text(client.get(f"/matters/{opened.matter.id}"))
    people = text(client.get(f"/matters/{opened.matter.id}?tab=people"))
    assert "测试甲" in people
    assert "138****0001" not in people
    assert client.get(f"/matters/{opened.matter.id}/people/{opened.applicants[0].id}").status_code == 404
    assert not lines(portal, "matter.story_read")


@pytest.mark.parametrize(
    "query", ["", "stage=closed", "stage=nonsense", "class=02&danger=1", "class=99", "after=xyz", "place=nowhere"]
)
def test_the_docket_takes_any_address(clerk: FlaskClient, query: str) -> None:
    text(clerk.get(f"/docket?{query}"))


def test_the_docket_says_what_is_wrong_with_a_search_and_keeps_it(clerk: FlaskClient, opened: Opened) -> None:
    page = text(clerk.get("/docket", query_string={"q": "甲"}))
    assert "至少输入两个字" in page
    assert 'value="甲"' in page
    assert "案件编码不对" in text(clerk.get("/docket", query_string={"q": opened.matter.code[:-1] + "*"}))
    found = text(clerk.get("/docket", query_string={"q": "测试甲"}))
    assert show_code(opened.matter.code) in found


def test_every_page_speaks_english(world: World, portal: Portal, client: FlaskClient, opened: Opened) -> None:
    client.set_cookie("locale", "en")
    paths = {
        "clerk": ["/docket", *(f"/matters/{opened.matter.id}{tab}" for tab in ("", "?tab=people", "?tab=evidence"))],
        "": ["/my/matter", f"/matters/{opened.matter.id}/evidence"],
    }
    for login, pages in paths.items():
        if login:
            world.sign_in(client, portal.database, login)
        else:
            world.come_with_code(client, portal.database, opened.applicants[0].person_id, opened.matter.id)
        for path in pages:
            body = text(client.get(path)).split("<main", 1)[1].split("</main>")[0]
            data = (
                STORY,
                "把墙修好",
                "测试甲",
                "测试乙",
                "mediator 同志",
                "青禾县人民路***",
                Front(world.center).hours_text(),
            )
            for words in data:
                body = body.replace(words, "")
            assert [run for run in re.findall(r"[\u4e00-\u9fff]+", body) if run not in STORY] == [], path
