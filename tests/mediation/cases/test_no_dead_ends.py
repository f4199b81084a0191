"""From the page of a mediation every link leads somewhere, however far it has come and however it ended."""

import re
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from mediation.agreements import services as agreements
from mediation.cases.models import MediationCase
from mediation.cases.rules import MAY_STOP
from mediation.terminations.services import terminate
from portal.app import Portal
from portal.kernel.db import Db
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World


def _draft_begun(db: Db, world: World) -> MediationCase:
    case = dispute.at(db, world, "in_session")
    agreements.start(db, world.actor("mediator"), case.id)
    return case


def _taken_back(db: Db, world: World) -> MediationCase:
    version = deal.frozen(db, world)
    agreements.reopen(db, world.actor("mediator"), deal.case_of(version).id)
    return deal.case_of(version)


def _ended(begun: Callable[[Db, World], MediationCase]) -> Callable[[Db, World], MediationCase]:
    def ended(db: Db, world: World) -> MediationCase:
        case = begun(db, world)
        terminate(db, world.actor("mediator"), case, "no_agreement")
        return case

    return ended


def _in(state: str) -> Callable[[Db, World], MediationCase]:
    return lambda db, world: dispute.at(db, world, state)


ROADS: dict[str, Callable[[Db, World], MediationCase]] = {
    **{state: _in(state) for state in sorted(MAY_STOP - {"assigned", "drafting", "signing"})},
    "draft": _draft_begun,
    "frozen": lambda db, world: deal.case_of(deal.frozen(db, world)),
    "taken back": _taken_back,
    "in force": lambda db, world: deal.case_of(deal.sealed(db, world)),
    "ended without a draft": _ended(_in("in_session")),
    "ended over a draft": _ended(_draft_begun),
    "ended over a version": _ended(lambda db, world: deal.case_of(deal.frozen(db, world))),
    "ended over a version taken back": _ended(_taken_back),
}


@pytest.mark.parametrize("login", ["mediator", "head"])
@pytest.mark.parametrize("road", ROADS)
def test_every_link_of_a_mediation_answers(
    portal: Portal, world: World, client: FlaskClient, road: str, login: str
) -> None:
    with portal.database.writing() as db:
        case_id = ROADS[road](db, world).id
    world.sign_in(client, portal.database, login)
    seen: set[str] = set()
    coming = [f"/cases/{case_id}"]
    while coming:
        path = coming.pop()
        if path not in seen:
            seen.add(path)
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            coming += _inside(answer.get_data(as_text=True), case_id)
    assert len(seen) > 1


def _inside(page: str, case_id: uuid.UUID) -> list[str]:
    """The links of a page that stay in this file, without what only returns to where one was."""
    found = re.findall(r'href="([^"#?]+)', page.replace("&amp;", "&"))
    return [path for path in found if path.startswith((f"/cases/{case_id}", "/matters/", "/rooms/", "/terminations/"))]


def test_a_draft_that_was_given_up_is_read_and_not_changed(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case_id = _ended(_draft_begun)(db, world).id
    world.sign_in(client, portal.database, "mediator")
    page = dispute.body(client, f"/cases/{case_id}/agreement")
    assert "没有达成，已放弃" in page
    assert "还没有条款" in page
    assert f"/cases/{case_id}/agreement/clauses/new" not in page
