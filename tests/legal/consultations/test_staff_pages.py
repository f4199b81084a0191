"""The desk's list and the lawyer's docket in the browser: who comes, what was asked, and who sees neither."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from legal.consultations.models import Consultation
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.audit import AuditLine
from tests.legal import browsing, office
from tests.world import World

DESK = {
    "topic": "family", "story": "离婚孩子归谁", "dangers": "none", "name": "田大娘", "phone": "", "other_name": "",
    "other_phone": "", "channel": "none", "source": "counter", "locale": "zh", "consent": "spoken",
}  # fmt: skip


@pytest.fixture
def house(client: FlaskClient, portal: Portal, world: World) -> Iterator[FlaskClient]:
    """Monday morning; somebody is booked for Tuesday at nine."""
    with portal.database.writing() as db, clock.held(office.NOW):
        office.furnish(db, world)
        office.booked(db, world)
    with clock.held(office.NOW):
        yield client


def booked(portal: Portal) -> Consultation:
    with portal.database.reading() as db:
        return db.scalars(select(Consultation).order_by(Consultation.starts_at.desc())).first()  # type: ignore[return-value]


def sit(client: FlaskClient, portal: Portal, world: World, login: str) -> None:
    world.sign_in(client, portal.database, login)


def test_the_desk_books_and_hands_over_a_receipt(house: FlaskClient, portal: Portal, world: World) -> None:
    sit(house, portal, world, "clerk")
    text = browsing.page(house, "/desk/consultations")
    assert office.NAME in text
    assert office.STORY not in text
    new = browsing.page(house, "/desk/consultations/new")
    wrong = browsing.send(house, "/desk/consultations/new", 422, **{**DESK, "channel": "sms", "slot": "x"})
    assert "需要填写手机号" in wrong
    assert "离婚孩子归谁" in wrong
    slot = browsing.slots(new)[0]
    assert browsing.send(house, "/desk/consultations/new", slot=slot, **DESK) == "/legal/receipt"
    receipt = browsing.page(house, "/legal/receipt")
    browsing.pin_of(receipt)
    assert "离婚" not in receipt
    assert browsing.send(house, "/legal/receipt") == "/desk/consultations"
    assert house.get("/legal/receipt").status_code == 303  # shown once


def test_the_desk_moves_and_cancels_for_whoever_calls(house: FlaskClient, portal: Portal, world: World) -> None:
    sit(house, portal, world, "clerk")
    here = f"/desk/consultations/{booked(portal).id}"
    slot = browsing.slots(browsing.page(house, f"{here}/move?first=2026-11-25"))[0]
    browsing.send(house, f"{here}/move", slot=slot, seen=booked(portal).version)
    assert booked(portal).starts_at == office.at(25, 9)
    browsing.page(house, f"{here}/cancel")
    browsing.send(house, f"{here}/cancel", seen=booked(portal).version)
    assert booked(portal).state == "cancelled"


def test_arrival_at_the_desk_shows_on_the_docket(house: FlaskClient, portal: Portal, world: World) -> None:
    row = booked(portal)
    with clock.held(row.starts_at - timedelta(minutes=10)):
        sit(house, portal, world, "clerk")
        browsing.send(house, f"/desk/consultations/{row.id}/arrived")
        sit(house, portal, world, "lawyer")
        docket = browsing.page(house, "/consultations")
        assert "已经到了" in docket
        assert office.NAME in docket
        browsing.send(house, f"/consultations/{row.id}/begin")
        assert "写记录" in browsing.page(house, f"/consultations/{row.id}")


def test_what_was_asked_is_read_by_the_lawyer_and_noted(house: FlaskClient, portal: Portal, world: World) -> None:
    row = booked(portal)
    sit(house, portal, world, "lawyer")
    assert office.STORY in browsing.page(house, f"/consultations/{row.id}")
    assert office.STORY in browsing.page(house, f"/matters/{row.matter_id}")
    assert "接待、写记录" in browsing.page(house, f"/matters/{row.matter_id}")
    with portal.database.reading() as db:
        notes = select(AuditLine.subject_id).where(AuditLine.action == "matter.story_read")
        assert set(db.scalars(notes)) == {row.matter_id}


@pytest.mark.parametrize("login", ["clerk", "dispatcher", "lawyer2", "mediator", "legalaid", "centre_head", "admin"])
def test_nobody_else_opens_it(house: FlaskClient, portal: Portal, world: World, login: str) -> None:
    row = booked(portal)
    sit(house, portal, world, login)
    for path in (f"/consultations/{row.id}", f"/matters/{row.matter_id}", f"/consultations/{row.id}/record"):
        assert house.get(path).status_code == 404, path
    for act in ("begin", "arrived", "no-show", "postpone"):
        assert house.post(f"/consultations/{row.id}/{act}").status_code == 404, act


@pytest.mark.parametrize("login", ["lawyer", "dispatcher", "mediator", "admin"])
def test_the_desks_pages_are_the_clerks(house: FlaskClient, portal: Portal, world: World, login: str) -> None:
    row = booked(portal)
    sit(house, portal, world, login)
    for path in ("", "/new", f"/{row.id}/move", f"/{row.id}/cancel"):
        assert house.get(f"/desk/consultations{path}").status_code == 404, path


def test_missed_and_put_off(house: FlaskClient, portal: Portal, world: World) -> None:
    row = booked(portal)
    here = f"/consultations/{row.id}"
    with clock.held(row.starts_at + timedelta(minutes=5)):
        sit(house, portal, world, "lawyer")
        assert f"{here}/no-show" not in browsing.page(house, here)
        assert "15 分钟" in browsing.send(house, f"{here}/no-show", 409)
    with clock.held(row.starts_at + timedelta(minutes=20)):
        browsing.send(house, f"{here}/no-show")
        assert "人到了" in browsing.page(house, here)
        browsing.send(house, f"{here}/arrived")
        browsing.send(house, f"{here}/postpone")
    assert booked(portal).state == "postponed"
    with clock.held(row.starts_at + timedelta(minutes=30)):
        world.come_with_code(house, portal.database, row.person_id, row.matter_id)
        mine = browsing.page(house, "/my/consultation")
        assert "不算您改的次数" in mine
        assert "/my/consultation/change" in mine


def test_what_was_not_settled_stands_on_top(house: FlaskClient, portal: Portal, world: World) -> None:
    with clock.held(office.at(26, 9)):
        sit(house, portal, world, "lawyer")
        assert "还没有办完的" in browsing.page(house, "/consultations")
