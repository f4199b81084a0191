"""What waits for a signature or a seal stands on the desk of whoever has to give it, and on nobody else's."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from mediation.agreements import services, waiting
from mediation.agreements.policy import SEAL
from portal.app import Portal
from portal.kernel.db import Db
from portal.kernel.policy import Grant
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.mediation.agreements.walk import PASSWORD, Journey
from tests.world import World


def counts(db: Db, world: World) -> dict[str, tuple[int, int]]:
    db.flush()
    who = {name: world.actor(name) for name in ("mediator", "head", "mediator2", "secretary", "clerk")}
    found = {name: (waiting.count_to_sign(db, actor), waiting.count_to_seal(db, actor)) for name, actor in who.items()}
    return {name: pair for name, pair in found.items() if any(pair)}


@pytest.mark.parametrize("recorder", [False, True])
def test_one_after_another(db: Db, world: World, recorder: bool) -> None:
    agreement = deal.drafted(db, world)
    mediator = world.actor("mediator")
    if recorder:
        secretary = world.accounts["secretary"].id
        services.choose_signing(db, mediator, agreement.case_id, "electronic", secretary, [secretary])
    version = deal.printed(db, services.freeze(db, mediator, agreement.case_id))
    assert counts(db, world) == {}
    first, second = deal.places(version, "party")
    deal.signs(db, first)
    assert counts(db, world) == {}
    deal.signs(db, second)
    assert counts(db, world) == {"mediator": (1, 0)} | ({"secretary": (1, 0)} if recorder else {})
    services.fill(db, mediator, agreement.case_id, 1, deal.typed(deal.places(version, "mediator")[0]))
    if recorder:
        assert counts(db, world) == {"secretary": (1, 0)}
        services.fill(
            db, world.actor("secretary"), agreement.case_id, 1, deal.typed(deal.places(version, "recorder")[0])
        )
    assert counts(db, world) == {"head": (0, 1)}
    services.seal(db, world.actor("head"), agreement.case_id, 1)
    assert counts(db, world) == {}


def test_the_page_leads_to_the_signature(portal: Portal, world: World, client: FlaskClient) -> None:
    journey = Journey(portal, world, client)
    journey.draft()
    journey.work()
    journey.staff("mediator")
    assert "没有等您签名的协议书" in journey.page("/desk/signatures")
    for number in (0, 1):
        journey.signs(number, typed=journey.names[number])
    journey.staff("mediator")
    page = journey.page("/desk/signatures")
    assert f'href="{journey.here}/sign"' in page
    journey.post(f"{journey.here}/sign", typed=world.accounts["mediator"].display_name, password=PASSWORD, seen="1")
    assert "没有等您签名的协议书" in dispute.body(client, "/desk/signatures")


def test_who_mediates_finds_no_seal_of_their_own_waiting(db: Db, world: World) -> None:
    """What their own page would refuse does not stand on their desk either."""
    agreement = deal.drafted(db, world)
    mediator = world.actor("mediator")
    version = deal.printed(db, services.freeze(db, mediator, agreement.case_id))
    for place in deal.places(version, "party"):
        deal.signs(db, place)
    services.fill(db, mediator, agreement.case_id, 1, deal.typed(deal.places(version, "mediator")[0]))
    both = replace(mediator, grants=(*mediator.grants, Grant("committee_head", world.committee.id)))
    assert not SEAL.allows(db, both, agreement.case)
    assert waiting.count_to_seal(db, both) == 0


def test_whoever_is_waited_for_is_told_where(client: FlaskClient, portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        version = deal.frozen(db, world)
        for signer in deal.places(version, "party"):
            deal.signs(db, signer)
        case_id = deal.case_of(version).id
    world.sign_in(client, portal.database, "mediator")
    page = client.get("/desk").get_data(as_text=True)
    assert f'href="/cases/{case_id}/agreement/sign"' in page
    world.sign_in(client, portal.database, "head")
    assert "/agreement/seal" not in client.get("/desk").get_data(as_text=True), "not before the mediator has signed"
