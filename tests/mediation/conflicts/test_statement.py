"""回避: what a mediator sees before the statement, and what each answer does."""

import threading

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.conflicts.models import Declaration
from mediation.conflicts.rules import GROUNDS
from mediation.conflicts.services import declare
from portal.app import Portal
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from portal.matters import queries as matters
from portal.matters import services as acts
from portal.matters.telling import timeline_for
from portal.teams.interests.queries import hints_for
from portal.teams.interests.rules import Known, hints
from tests.mediation import dispute
from tests.world import World


def test_no_interest_opens_the_file(world: World, db: Db) -> None:
    case = dispute.assigned(db, world)
    mediator = world.actor("mediator")
    declare(db, mediator, case.id, None)
    assert (case.state, case.matter.stage) == ("consent_pending", "active")
    assert case.declared_at is not None
    assert matters.get(db, mediator, case.matter_id)
    assert cases.get(db, mediator, case.id) is case
    assert dispute.told(db, person_id=dispute.applicant(db, case).person_id) == ["mediation.asked"]


@pytest.mark.parametrize("ground", GROUNDS)
def test_an_interest_gives_the_matter_back_unopened(world: World, db: Db, ground: str) -> None:
    case = dispute.assigned(db, world)
    matter = case.matter
    declare(db, world.actor("mediator"), case.id, ground)
    assert (case.state, case.end_reason, matter.stage) == ("returned", ground, "triaged")
    for who in ("mediator", "head", "secretary"):
        with pytest.raises(Refused):
            matters.get(db, world.actor(who), matter.id)
        with pytest.raises(Refused):
            cases.get(db, world.actor(who), case.id)
    story = [line.text for line in timeline_for(db, world.actor("dispatcher"), matter)]
    assert any(str(GROUNDS[ground].words) in line for line in story)
    for_parties = [line.text for line in timeline_for(db, dispute.visitor(dispute.applicant(db, case)), matter)]
    assert not any("利害" in line for line in for_parties)
    assert dispute.told(db, account_id=world.accounts["dispatcher"].id) == ["mediation.conflict"]


def test_a_new_assignment_makes_a_new_case_and_never_asks_the_same_mediator(world: World, db: Db) -> None:
    former = dispute.assigned(db, world)
    declare(db, world.actor("mediator"), former.id, "interest")
    acts.move(db, world.actor("dispatcher"), former.matter, "routed")
    with pytest.raises(Conflict):
        dispute.give(db, world, former.matter)
    case = dispute.give(db, world, former.matter, "mediator2")
    assert case.id != former.id
    declare(db, world.actor("mediator2"), case.id, None)
    assert cases.of_matter(db, case.matter_id) is case
    with pytest.raises(Refused):
        cases.get(db, world.actor("mediator"), case.id)


def test_only_the_mediator_who_was_given_the_matter_states(world: World, db: Db) -> None:
    case = dispute.assigned(db, world)
    for other in ("mediator2", "outsider", "head", "dispatcher", "clerk", "police", "admin"):
        with pytest.raises(Refused):
            declare(db, world.actor(other), case.id, None)


def test_a_statement_is_made_once(world: World, db: Db) -> None:
    case = dispute.opened(db, world)
    with pytest.raises(Conflict):
        declare(db, world.actor("mediator"), case.id, "interest")


def test_nobody_mediates_their_own_matter(world: World, db: Db) -> None:
    case = dispute.assigned(db, world)
    mine = world.accounts["mediator"].id
    acts.involve(db, world.actor("dispatcher"), case.matter, "party", account_id=mine, side="a", act="test")
    assert ("account", "") in hints_for(db, case.matter_id, mine)
    with pytest.raises(Conflict):
        declare(db, world.actor("mediator"), case.id, None)


@pytest.mark.parametrize(
    ("name", "mac", "found"),
    [
        ("申小明", b"1", [("phone", "申小明")]),
        ("申小明", b"2", [("name", "申小明")]),
        ("卞立言", b"1", [("phone", "卞立言"), ("phone", "申小明")]),
        ("别人", b"3", []),
        ("别人", None, []),
    ],
)
def test_hints(name: str, mac: bytes | None, found: list[tuple[str, str]]) -> None:
    parties = [Known("申小明", b"1"), Known("戴望山", None)]
    if len(found) == 2:
        parties.insert(0, Known("卞立言", b"1"))
    assert hints(Known(name, mac), parties, is_party=False) == found


def test_before_the_statement_the_page_shows_names_and_class_and_no_story(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    with portal.database.writing() as db:
        case = dispute.assigned(db, world)
    world.sign_in(client, portal.database, "mediator")
    for path in ("/cases", f"/cases/{case.id}/conflict"):
        page = dispute.body(client, path)
        assert dispute.RESPONDENTS[0] in page
        assert dispute.STORY[:8] not in page
        assert dispute.phone_of(dispute.RESPONDENTS[0]) not in page
    for path in (
        f"/cases/{case.id}",
        f"/matters/{case.matter_id}",
        f"/matters/{case.matter_id}?tab=people",
        f"/cases/{case.id}/terminate",
    ):
        dispute.body(client, path, 404)
    assert client.post(f"/cases/{case.id}/conflict", data={}).status_code == 422
    answer = client.post(f"/cases/{case.id}/conflict", data={"ground": "none"})
    assert answer.location == f"/cases/{case.id}"
    assert dispute.RESPONDENTS[0] in dispute.body(client, f"/cases/{case.id}")
    assert client.post(f"/cases/{case.id}/conflict", data={"ground": "none"}).status_code == 409


def test_a_stale_statement_page_is_refused(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.assigned(db, world)
    world.sign_in(client, portal.database, "mediator")
    answer = client.post(f"/cases/{case.id}/conflict", data={"ground": "none", "seen": case.version + 1})
    assert answer.status_code == 409


@pytest.mark.both_engines
def test_two_statements_at_once_have_one_outcome(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        case = dispute.assigned(db, world)
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def say(ground: str | None) -> None:
        gate.wait()
        try:
            with portal.database.writing() as db:
                declare(db, world.actor("mediator"), case.id, ground)
            outcomes.append("done")
        except (Conflict, Refused):
            outcomes.append("refused")

    threads = [threading.Thread(target=say, args=(ground,)) for ground in (None, "interest")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    with portal.database.reading() as db:
        state = db.get_one(MediationCase, case.id).state
        ground = db.scalars(select(Declaration)).one().ground
    assert (state == "returned") == (ground is not None)
