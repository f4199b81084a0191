"""A code that cannot be sent is not called sent: the page says why, and it is handed over in the hall instead."""

import re
import uuid
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from mediation.agreements import handing, printing, reaching, services
from mediation.agreements.models import AgreementVersion, Signer
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from portal.matters.identities import services as identities
from portal.people.persons.models import Person
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World


def unreachable(db: Db, world: World, **person: object) -> tuple[AgreementVersion, Signer]:
    """A frozen agreement whose first party can be sent nothing; they have confirmed and agreed to sign on screen."""
    version = deal.frozen(db, world)
    signer = deal.places(version, "party")[0]
    for name, value in (person or {"phone_shared": True}).items():
        setattr(db.get_one(Person, signer.person_id), name, value)
    who = deal.actor_of(signer, deal.case_of(version).matter_id)
    services.confirm(db, who, 1)
    services.consent(db, who, 1)
    return version, signer


def look(db: Db, world: World, version: AgreementVersion, signer: Signer, login: str = "clerk") -> None:
    """Their document is seen."""
    assert signer.person_id is not None
    identities.see(db, world.actor(login), deal.case_of(version).matter, signer.person_id, "id_card", "123X")


@pytest.mark.parametrize(
    ("person", "carried"),
    [
        ({}, True),
        ({"phone_shared": True}, False),
        ({"contact_channel": "call"}, False),
        ({"contact_channel": "visit"}, False),
        ({"contact_channel": "letter"}, False),
        ({"contact_channel": "none"}, False),
        ({"contact_channel": "email"}, False),
        ({"contact_channel": "email", "email": "a@example.com"}, True),
        ({"phone": None}, False),
    ],
)
def test_what_carries_a_code(db: Db, world: World, person: dict[str, object], carried: bool) -> None:
    case = dispute.accepted(db, world)
    someone = dispute.applicant(db, case).person
    for name, value in person.items():
        setattr(someone, name, value)
    assert (reaching.why_not(db, someone) is None) is carried


def test_no_code_is_promised_that_nothing_carries(db: Db, world: World) -> None:
    version, signer = unreachable(db, world)
    who = deal.actor_of(signer, deal.case_of(version).matter_id)
    for ask in (services.start_identity_code, services.start_sign_code):
        with pytest.raises(Conflict, match="共用"):
            ask(db, who, 1)


def test_in_the_hall_the_code_is_handed_over_and_the_record_says_by_whom(db: Db, world: World) -> None:
    version, signer = unreachable(db, world)
    case, clerk = deal.case_of(version), world.actor("clerk")
    who = deal.actor_of(signer, case.matter_id)
    with pytest.raises(Conflict, match="证件"):
        handing.hand_over(db, clerk, case.matter, signer.id)
    look(db, world, version, signer)
    (waiting,) = handing.waiting(db, clerk, case.matter)
    assert (waiting.signer.id, waiting.seen) == (signer.id, True)
    slip = handing.hand_over(db, clerk, case.matter, signer.id)
    assert services.sign(db, who, 1, deal.typed(signer), slip.digits)
    assert signer.code_by == world.accounts["clerk"].id
    assert handing.waiting(db, clerk, case.matter) == []
    deal.signs(db, deal.places(version, "party")[1])
    (mediator,) = deal.places(version, "mediator")
    services.fill(db, world.actor("mediator"), case.id, 1, deal.typed(mediator))
    services.seal(db, world.actor("head"), case.id, 1)
    printing.ensure_keys(db, version)
    first, second, *_ = printing.binding(db, version).signatures
    assert "clerk 同志" in first.evidence.code_sent_to
    assert "发送至" in second.evidence.code_sent_to


def test_a_look_of_yesterday_is_not_enough(db: Db, world: World) -> None:
    version, signer = unreachable(db, world)
    look(db, world, version, signer)
    with clock.held(clock.now() + timedelta(hours=1)), pytest.raises(Conflict, match="证件"):
        handing.hand_over(db, world.actor("clerk"), deal.case_of(version).matter, signer.id)


@pytest.mark.parametrize("login", ["mediator", "outsider", "police", "admin"])
def test_neither_the_mediator_nor_a_stranger_hands_over_codes(db: Db, world: World, login: str) -> None:
    """With a PIN and the code the mediator could sign for a party; so the digits never pass through their hands."""
    version, signer = unreachable(db, world)
    look(db, world, version, signer)
    matter = deal.case_of(version).matter
    assert handing.waiting(db, world.actor(login), matter) == []
    with pytest.raises(Refused):
        handing.hand_over(db, world.actor(login), matter, signer.id)


def test_nobody_gets_a_slip_who_can_be_sent_a_code(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    signer = deal.places(version, "party")[0]
    deal.ready(db, signer)
    look(db, world, version, signer)
    with pytest.raises(Conflict):
        handing.hand_over(db, world.actor("clerk"), deal.case_of(version).matter, signer.id)


def test_the_pages_name_the_ways_there_are(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        version, signer = unreachable(db, world)
        matter_id, person_id, signer_id = deal.case_of(version).matter_id, signer.person_id, signer.id
    assert person_id is not None
    _says_how(portal, world, client, "/my/agreement/identity", person_id, matter_id)
    world.sign_in(client, portal.database, "clerk")
    slip = f"/matters/{matter_id}/signing-code/{signer_id}"
    assert "先登记看过证件" in dispute.body(client, f"/matters/{matter_id}")
    assert client.post(slip).status_code == 409
    client.post(f"/matters/{matter_id}/identity/{person_id}", data={"document": "id_card", "tail": "123X"})
    assert slip in dispute.body(client, f"/matters/{matter_id}")
    handed = client.post(slip).get_data(as_text=True)
    (digits,) = re.findall(r'<b class="number">(\d{6})</b>', handed)
    _says_how(portal, world, client, "/my/agreement/sign", person_id, matter_id)
    sent = {"code": digits, "seen": "1", "typed": signer.name}
    assert client.post("/my/agreement/sign", data=sent).headers["Location"] == "/my/agreement"


def _says_how(
    portal: Portal, world: World, client: FlaskClient, path: str, person: uuid.UUID, matter: uuid.UUID
) -> None:
    world.come_with_code(client, portal.database, person, matter)
    said = dispute.body(client, path)
    assert "共用" in said
    assert "获取验证码" not in said
    assert "/my/agreement/way" in said
    assert client.post(f"{path}/code", data={"seen": "1"}).status_code == 409
