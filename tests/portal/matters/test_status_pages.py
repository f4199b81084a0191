"""What the people in a matter see of it, and the way in from a receipt."""

import re

from flask.testing import FlaskClient
from markupsafe import Markup

from portal.accounts.passes.services import mint_pin
from portal.app import Portal
from portal.kernel.feature import Panel
from portal.kernel.policy import SYSTEM
from portal.matters.rules import show_code
from portal.matters.services import Opened, involve
from tests.portal.matters.filing import STORY
from tests.portal.matters.reading import NUMBERS, lines, text
from tests.world import World


def test_the_applicant_reads_what_happened_who_has_it_and_what_next(applicant: FlaskClient, opened: Opened) -> None:
    page = text(applicant.get("/my/matter"))
    assert "事项已经登记。" in page
    assert "青禾县综治中心" in page
    assert "以前看您的材料" in page
    assert "0900-1234567" in page
    assert "周一至周五" in page
    assert show_code(opened.matter.code) in page
    assert "<title>我的事项" in page.replace("\n", "")
    assert STORY not in page, "somebody may look over the shoulder"
    assert not [number for number in NUMBERS if number in page]


def test_the_newest_sentence_and_panels_of_other_floors_stand_there(
    applicant: FlaskClient, opened: Opened, portal: Portal, world: World
) -> None:
    shown = Panel("stop", "person", 1, lambda _db, _actor, matter: Markup(f"<p>PANEL {matter.code}</p>"))
    hidden = Panel("none", "person", 2, lambda _db, _actor, _matter: None)
    desk = Panel("desk", "desk", 3, lambda _db, _actor, _matter: Markup("<p>DESK</p>"))
    portal.panels.extend((shown, hidden, desk))
    page = text(applicant.get("/my/matter"))
    assert f"PANEL {opened.matter.code}" in page
    assert "DESK" not in page


def test_an_applicant_reads_their_own_words_and_the_look_is_written_down(
    applicant: FlaskClient, opened: Opened, portal: Portal
) -> None:
    page = text(applicant.get("/my/matter/story"))
    assert STORY in page
    assert "把墙修好" in page
    (line,) = lines(portal, "matter.story_read")
    assert (line.subject_id, line.person_id) == (opened.matter.id, opened.applicants[0].person_id)


def test_a_respondent_is_shown_nothing_before_and_not_the_story_after(
    world: World, portal: Portal, client: FlaskClient, opened: Opened
) -> None:
    person = opened.respondents[0].person_id
    world.come_with_code(client, portal.database, person, opened.matter.id)
    for path in ("/my/matter", "/my/matter/story", f"/matters/{opened.matter.id}/evidence"):
        assert client.get(path).status_code == 404
    with portal.database.writing() as db:
        involve(db, SYSTEM, opened.matter, "party", person_id=person, side="b", act="test")
    page = text(client.get("/my/matter"))
    assert "当时说的话" not in page
    assert "测试甲" not in page
    assert client.get("/my/matter/story").status_code == 404


def test_strangers_are_sent_to_the_code_and_staff_pages_are_not_there_for_persons(
    world: World, portal: Portal, client: FlaskClient, opened: Opened
) -> None:
    assert client.get("/my/matter").location.startswith("/case")
    assert client.get("/docket").status_code == 303
    world.come_with_code(client, portal.database, opened.applicants[0].person_id, opened.matter.id)
    for path in ("/docket", f"/matters/{opened.matter.id}"):
        assert client.get(path).status_code == 404


def test_the_qr_code_shows_nothing_and_asks_for_the_pin(portal: Portal, client: FlaskClient, opened: Opened) -> None:
    with portal.database.writing() as db:
        pin = mint_pin(db, opened.matter.id, opened.applicants[0].person_id, "receipt")
    address = f"/q/{opened.qr_token}"
    page, nothing = text(client.get(address)), text(client.get("/q/there-is-no-such-token"))

    def plain(html: str, token: str) -> str:
        return re.sub(r'value="[^"]*"|nonce="[^"]*"', "", html.replace(token, ""))

    assert plain(page, opened.qr_token) == plain(nothing, "there-is-no-such-token")
    assert opened.matter.code not in page
    wrong = client.post(address, data={"pin": "000000" if pin != "000000" else "111111"})
    unknown = client.post("/q/there-is-no-such-token", data={"pin": pin})
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    right = client.post(address, data={"pin": pin})
    assert (right.status_code, right.location) == (303, "/my/matter")
    assert show_code(opened.matter.code) in text(client.get("/my/matter"))


def test_five_wrong_pins_shut_the_door_behind_the_qr_code(portal: Portal, client: FlaskClient, opened: Opened) -> None:
    with portal.database.writing() as db:
        pin = mint_pin(db, opened.matter.id, opened.applicants[0].person_id, "receipt")
    wrong = "000000" if pin != "000000" else "111111"
    for _ in range(5):
        assert client.post(f"/q/{opened.qr_token}", data={"pin": wrong}).status_code == 422
    shut = client.post(f"/q/{opened.qr_token}", data={"pin": pin})
    assert shut.status_code == 422
    assert "连续输错" in shut.get_data(as_text=True)
