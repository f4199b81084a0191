"""At every step there is a way for whoever shares a phone, and for whoever has lost the receipt months later."""

import re

import pytest
from flask.testing import FlaskClient

from mediation.consents.models import PartyConsent
from mediation.terminations.services import terminate
from portal.app import Portal
from portal.kernel.db import Db
from portal.matters import services as matters
from tests.mediation import dispute
from tests.world import World

SAYS = {"contact_words": "就说是送菜的", "phone_shared": "y", "contact_channel": "call", "contact_hours": "晚上"}


def test_staff_write_down_that_a_respondent_shares_the_phone(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        party = dispute.respondent(db, case)
        path, number = f"/matters/{case.matter_id}/people/{party.id}/correct", dispute.phone_of(party.person.name)
        file, party_id = f"/cases/{case.id}", party.id
    world.sign_in(client, portal.database, "mediator")
    assert path in dispute.body(client, file)
    page = dispute.body(client, path)
    assert SAYS["contact_words"] not in page
    hidden = dict(re.findall(r'<input[^>]*name="(seen|shown)"[^>]*value="([^"]*)"', page))
    sent = client.post(path, data={"name": "卞立言", "kind": "natural", "gender": "", "said_age": "", **hidden, **SAYS})
    assert sent.status_code == 303
    with portal.database.reading() as db:
        person = db.get_one(dispute.Party, party_id).person
        assert (person.phone_shared, person.contact_words, person.phone) == (True, SAYS["contact_words"], number)
    assert SAYS["contact_words"] in dispute.body(client, file)


def ended(db: Db, world: World, stage: str) -> dispute.MediationCase:
    """Over, and put away or not."""
    case = dispute.accepted(db, world)
    terminate(db, world.actor("mediator"), case, "no_agreement")
    if stage == "archived":
        matters.move(db, world.actor("clerk"), case.matter, "archived")
    assert db.query(PartyConsent).count() == 2
    return case


@pytest.mark.parametrize("stage", ["closed", "archived"])
def test_months_later_the_window_gives_a_new_pin_for_a_lost_receipt(
    portal: Portal, world: World, client: FlaskClient, stage: str
) -> None:
    with portal.database.writing() as db:
        case = ended(db, world, stage)
        matter, person = case.matter_id, dispute.respondent(db, case).person_id
    world.sign_in(client, portal.database, "clerk")
    look = f"/matters/{matter}/identity/{person}"
    assert look in dispute.body(client, f"/matters/{matter}")
    client.post(look, data={"document": "id_card", "tail": "123X"})
    slip = client.post(f"{look}/new-pin").get_data(as_text=True)
    code = re.findall(r"ZZ[\w ]{16,30}", slip)[0]
    pin = re.findall(r">\s*(\d{6})\s*<", slip)[0]
    client.delete_cookie("session")
    with client.session_transaction() as cookie:
        cookie.clear()
    came = client.post("/case", data={"code": code.strip(), "pin": pin})
    assert came.status_code == 303
    assert "终止" in dispute.body(client, "/my/matter")


@pytest.mark.parametrize("stage", ["closed", "archived"])
def test_the_mediator_looks_at_nobody_any_more(portal: Portal, world: World, client: FlaskClient, stage: str) -> None:
    with portal.database.writing() as db:
        case = ended(db, world, stage)
        look = f"/matters/{case.matter_id}/identity/{dispute.respondent(db, case).person_id}"
    world.sign_in(client, portal.database, "mediator")
    assert client.get(look).status_code == 404
