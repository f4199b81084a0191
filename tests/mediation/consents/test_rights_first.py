"""A yes is taken only from somebody to whom every right was shown."""

from flask.testing import FlaskClient

from mediation.consents.models import PartyConsent
from portal.app import Portal
from tests.mediation import dispute
from tests.mediation.rights import one_by_one
from tests.world import World

YES = {"public": "no", "read": "y"}


def test_a_yes_counts_only_after_every_right_was_shown(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.opened(db, world)
        party = dispute.applicant(db, case)
        consent = dispute.consent_of(db, case, party).id

    def answer() -> str:
        with portal.database.reading() as db:
            return db.get_one(PartyConsent, consent).answer

    world.come_with_code(client, portal.database, party.person_id, party.matter_id)
    assert client.post("/my/rights", data=YES).location == "/my/rights/1"
    assert "请先一条一条看完您的权利" in dispute.body(client, "/my/rights/1")
    dispute.body(client, "/my/rights/10")
    assert client.post("/my/rights", data=YES).location == "/my/rights/1", "the first and the last are not all"
    assert answer() == "pending"
    one_by_one(client)
    assert client.post("/my/rights", data=YES).location == "/my/matter"
    assert answer() == "yes"
