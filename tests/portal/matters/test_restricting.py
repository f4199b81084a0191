"""封存: only the protection officer of the centre, never in the middle of the work, and then for nobody any more."""

import pytest
from flask.testing import FlaskClient

from mediation.terminations.services import terminate
from portal.app import Portal
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from portal.matters import queries
from portal.matters.models import Matter
from portal.matters.restricting import SHUTTABLE, restrict
from portal.matters.rules import STAGES
from tests.mediation import dispute
from tests.world import World


def over(db: Db, world: World) -> Matter:
    """A mediation that has ended, in a centre with a protection officer."""
    world.account(db, "dpo", "dpo", world.center)
    case = dispute.accepted(db, world)
    terminate(db, world.actor("mediator"), case, "no_agreement")
    return case.matter


@pytest.mark.parametrize("stage", STAGES)
def test_when(stage: str) -> None:
    assert (stage in SHUTTABLE) is (stage not in ("routed", "active", "restricted"))


def test_it_is_shut_to_everybody_and_only_once(db: Db, world: World) -> None:
    matter = over(db, world)
    party = dispute.visitor(matter.parties[0])
    assert queries.get(db, party, matter.id) is matter
    restrict(db, world.actor("dpo"), matter.code, "wish")
    assert matter.stage == "restricted"
    for nobody in (party, world.actor("mediator"), world.actor("clerk"), world.actor("dpo")):
        with pytest.raises(Refused):
            queries.get(db, nobody, matter.id)
    with pytest.raises(Conflict, match="已经封存"):
        restrict(db, world.actor("dpo"), matter.code, "wish")


def test_work_is_ended_first(db: Db, world: World) -> None:
    world.account(db, "dpo", "dpo", world.center)
    matter = dispute.accepted(db, world).matter
    with pytest.raises(Conflict, match="还在办理"):
        restrict(db, world.actor("dpo"), matter.code, "wish")


@pytest.mark.parametrize("login", ["clerk", "dispatcher", "mediator", "head", "centre_head", "admin"])
def test_nobody_else(db: Db, world: World, login: str) -> None:
    matter = over(db, world)
    with pytest.raises(Conflict, match="没有找到"):
        restrict(db, world.actor(login), matter.code, "wish")
    assert matter.stage == "closed"


def test_the_page(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        code = over(db, world).code
    world.sign_in(client, portal.database, "clerk")
    assert client.get("/desk/restrict").status_code == 404
    world.sign_in(client, portal.database, "dpo")
    assert "封存" in dispute.body(client, "/desk/restrict")
    given = {"code": code, "reason": "wish", "sure": "y"}
    assert client.post("/desk/restrict", data={**given, "code": "ZZ0"}).status_code == 422
    assert client.post("/desk/restrict", data=given).status_code == 303
    with portal.database.reading() as db:
        assert queries.by_code(db, code).stage == "restricted"  # type: ignore[union-attr]
