"""A code that cannot be sent is not called sent: who answers gets it in the hall, or signs on paper (decision 023)."""

import re

import pytest
from flask.testing import FlaskClient

from mediation.cases.models import MediationCase
from mediation.extensions import handing, services
from mediation.extensions.models import PeriodExtension
from portal.app import Portal
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from portal.matters.identities import services as identities
from tests.mediation import dispute
from tests.mediation.extensions.period import propose, sign
from tests.world import World


def asked(db: Db, world: World, **person: object) -> tuple[MediationCase, PeriodExtension]:
    """A proposal before two parties; nothing can be sent to the applicant."""
    case = dispute.accepted(db, world)
    for name, value in (person or {"phone_shared": True}).items():
        setattr(dispute.applicant(db, case).person, name, value)
    db.flush()
    return case, propose(db, world, case)


def look(db: Db, world: World, case: MediationCase) -> None:
    """The applicant's document is seen."""
    person_id = dispute.applicant(db, case).person_id
    identities.see(db, world.actor("clerk"), case.matter, person_id, "id_card", "123X")


@pytest.mark.parametrize(
    "person", [{"phone_shared": True}, {"contact_channel": "visit"}, {"contact_channel": "letter"}]
)
def test_no_code_is_promised_that_nothing_carries(db: Db, world: World, person: dict[str, object]) -> None:
    case, _extension = asked(db, world, **person)
    with pytest.raises(Conflict):
        services.start_sign_code(db, dispute.visitor(dispute.applicant(db, case)))


def test_whoever_cannot_be_sent_a_code_gets_a_slip_and_signs(db: Db, world: World) -> None:
    case, extension = asked(db, world)
    clerk, who = world.actor("clerk"), dispute.visitor(dispute.applicant(db, case))
    (waiting,) = handing.waiting(db, clerk, case.matter)
    assert (waiting.person.id, waiting.seen) == (who.person, False)
    with pytest.raises(Conflict, match="证件"):
        handing.hand_over(db, clerk, case.matter, waiting.consent.id)
    look(db, world, case)
    slip = handing.hand_over(db, clerk, case.matter, waiting.consent.id)
    assert services.sign(db, who, "yes", slip.digits)
    assert handing.waiting(db, clerk, case.matter) == []
    sign(db, case, 1)
    assert extension.state == "granted"


def test_a_no_needs_neither_code_nor_slip(db: Db, world: World) -> None:
    case, extension = asked(db, world)
    assert services.sign(db, dispute.visitor(dispute.applicant(db, case)), "no")
    assert extension.state == "refused"
    assert handing.waiting(db, world.actor("clerk"), case.matter) == []


def test_nobody_gets_a_slip_who_can_be_sent_a_code(db: Db, world: World) -> None:
    case, extension = asked(db, world)
    other = next(one for one in extension.consents if one.party.role == "respondent")
    with pytest.raises(Conflict):
        handing.hand_over(db, world.actor("clerk"), case.matter, other.id)


@pytest.mark.parametrize("login", ["mediator", "outsider", "police", "admin"])
def test_neither_the_mediator_nor_a_stranger_hands_over_codes(db: Db, world: World, login: str) -> None:
    case, extension = asked(db, world)
    look(db, world, case)
    assert handing.waiting(db, world.actor(login), case.matter) == []
    with pytest.raises(Refused):
        handing.hand_over(db, world.actor(login), case.matter, extension.consents[0].id)


def test_the_pages_name_the_ways_there_are(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case, extension = asked(db, world)
        person, matter, own = dispute.applicant(db, case).person_id, case.matter_id, extension.consents[0].id
    world.come_with_code(client, portal.database, person, matter)
    said = dispute.body(client, "/my/extension")
    assert "共用" in said
    assert "获取验证码" not in said
    assert client.post("/my/extension/code").status_code == 409
    world.sign_in(client, portal.database, "clerk")
    slip = f"/matters/{matter}/extension-code/{own}"
    assert "先登记看过证件" in dispute.body(client, f"/matters/{matter}")
    client.post(f"/matters/{matter}/identity/{person}", data={"document": "id_card", "tail": "123X"})
    assert slip in dispute.body(client, f"/matters/{matter}")
    (digits,) = re.findall(r'<b class="number">(\d{6})</b>', client.post(slip).get_data(as_text=True))
    world.come_with_code(client, portal.database, person, matter)
    client.post("/my/extension", data={"answer": "yes", "code": digits, "seen": "1"})
    assert "您的答复已经记下" in dispute.body(client, "/my/extension")
