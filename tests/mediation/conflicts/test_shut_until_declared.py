"""No mediator opens the file before the statement of no interest, through whichever desk; with an interest never
(domain §5.3)."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import READ as READ_CASE
from mediation.conflicts.queries import cards
from mediation.conflicts.services import declare
from mediation.replacements.services import name, step_back
from mediation.terminations.services import stop
from portal.accounts.models import RoleGrant
from portal.app import Portal
from portal.directory.organisations.models import Organisation
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters import queries as matters
from portal.matters.docket import queries as docket
from portal.matters.docket.rules import Asked
from portal.matters.models import Involvement, Matter
from portal.matters.policy import READ, at_counter
from portal.matters.services import involve, move
from tests.mediation import dispute
from tests.world import LONG_AGO, World

TAGS = ("clerk", "dispatcher", "committee_head", "secretary")


def two_tags(db: Db, world: World, tag: str, login: str = "both") -> Actor:
    """A mediator of the committee who holds another office besides."""
    account = world.account(db, login, "mediator", world.committee)
    body: Organisation = world.center if tag in ("clerk", "dispatcher") else world.committee
    account.grants.append(RoleGrant(account_id=account.id, role=tag, organisation_id=body.id, since=LONG_AGO))
    db.flush()
    return world.actor(login)


def opens(db: Db, actor: Actor, matter: Matter) -> bool:
    """The one answer of policy, query and list; fails when they differ."""
    policy = READ.allows(db, actor, matter)
    assert policy == (db.scalar(matters.visible_to(actor).where(Matter.id == matter.id)) is not None)
    listed = {row.id for at in docket.places(db, actor) for row in docket.found(db, actor, at, Asked()).matters}
    assert policy == (matter.id in listed)
    return policy


@pytest.mark.both_engines
@pytest.mark.parametrize("tag", TAGS)
def test_whoever_is_given_a_matter_is_outside_until_they_have_said_no_interest(db: Db, world: World, tag: str) -> None:
    actor, matter = two_tags(db, world, tag), dispute.file(db, world)
    if tag in ("clerk", "dispatcher"):
        assert opens(db, actor, matter)
    case = dispute.give(db, world, matter, "both")
    assert not opens(db, actor, matter)
    assert not READ_CASE.allows(db, actor, case)
    assert [card.id for card in cards(db, actor)] == [case.id]
    for colleague in ("clerk", "dispatcher"):
        assert opens(db, world.actor(colleague), matter), "it is shut to one account alone"
    declare(db, actor, case.id, None)
    assert opens(db, actor, matter)
    assert not at_counter(db, actor, matter)
    assert READ_CASE.allows(db, actor, case)


@pytest.mark.both_engines
@pytest.mark.parametrize("tag", TAGS)
def test_whoever_has_an_interest_stays_outside_for_good(db: Db, world: World, tag: str) -> None:
    actor = two_tags(db, world, tag)
    case = dispute.give(db, world, dispute.file(db, world), "both")
    declare(db, actor, case.id, "relation")
    assert not opens(db, actor, case.matter)
    assert dispute.told(db, account_id=actor.account) == ["mediation.to_declare"], "no bell that leads to a shut file"
    move(db, world.actor("dispatcher"), case.matter, "routed")
    second = dispute.give(db, world, case.matter)
    declare(db, world.actor("mediator"), second.id, None)
    assert not opens(db, actor, case.matter)
    stop(db, dispute.visitor(dispute.applicant(db, second)))
    assert not opens(db, actor, case.matter)


def test_as_a_party_one_keeps_ones_own_matter(db: Db, world: World) -> None:
    actor = two_tags(db, world, "clerk")
    matter = dispute.file(db, world)
    involve(db, actor, matter, "party", account_id=actor.account, side="a", act="test")
    dispute.give(db, world, matter, "both")
    assert matters.role_in(db, actor, matter) == {"party"}
    assert db.scalar(matters.visible_to(actor).where(Matter.id == matter.id)) is matter


@pytest.mark.both_engines
@pytest.mark.parametrize("tag", TAGS)
def test_a_successor_is_outside_from_the_naming_to_the_statement(db: Db, world: World, tag: str) -> None:
    case, actor = dispute.accepted(db, world), two_tags(db, world, tag)
    assert opens(db, actor, case.matter)
    assert actor.account is not None
    name(db, world.actor("head"), case.id, world.committee.id, actor.account)
    assert not opens(db, actor, case.matter)
    name(db, world.actor("head"), case.id, world.committee.id, world.accounts["mediator2"].id)
    assert opens(db, actor, case.matter), "somebody else was named: they are not asked any more"
    name(db, world.actor("head"), case.id, world.committee.id, actor.account)
    declare(db, actor, case.id, "interest")
    assert not opens(db, actor, case.matter)


@pytest.mark.parametrize(("ground", "shut"), [("relation", True), ("unable", False)])
def test_who_steps_back_for_an_interest_is_outside_in_every_office(
    db: Db, world: World, ground: str, shut: bool
) -> None:
    actor = two_tags(db, world, "clerk")
    case = dispute.give(db, world, dispute.file(db, world), "both")
    declare(db, actor, case.id, None)
    step_back(db, actor, case.id, ground, "")
    assert opens(db, actor, case.matter) != shut
    assert at_counter(db, actor, case.matter) != shut


def test_when_the_only_head_left_is_the_mediator_and_has_an_interest_the_centre_is_told(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    other = world.account(db, "head2", "committee_head", world.committee)
    head = db.merge(world.accounts["head"])
    grant = RoleGrant(account_id=head.id, role="mediator", organisation_id=world.committee.id, since=LONG_AGO)
    head.grants.append(grant)
    db.flush()
    world.accounts["head"] = head
    name(db, world.actor("head"), case.id, world.committee.id, head.id)
    other.grants[0].until = clock.now()
    db.flush()
    declare(db, world.actor("head"), case.id, "interest")
    assert dispute.told(db, account_id=world.accounts["dispatcher"].id)[-1] == "mediator.declined"
    name(db, world.actor("dispatcher"), case.id, world.committee.id, world.accounts["mediator2"].id)


def test_a_mediation_that_ends_asks_nobody_any_more(db: Db, world: World) -> None:
    case, actor = dispute.accepted(db, world), two_tags(db, world, "clerk")
    assert actor.account is not None
    name(db, world.actor("head"), case.id, world.committee.id, actor.account)
    stop(db, dispute.visitor(dispute.applicant(db, case)))
    bars = select(Involvement).where(Involvement.capacity == "undeclared", Involvement.until.is_(None))
    assert db.scalars(bars).all() == []
    assert at_counter(db, actor, case.matter)


def test_a_dispatcher_who_gives_it_to_themselves_lands_on_a_page_that_is_there(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    with portal.database.writing() as db:
        two_tags(db, world, "dispatcher")
        matter = dispute.file(db, world)
        move(db, world.actor("dispatcher"), matter, "triaged")
    world.sign_in(client, portal.database, "both")
    dispute.body(client, f"/matters/{matter.id}")
    choice = f"{world.committee.id.hex}:{world.accounts['both'].id.hex}"
    answer = client.post(f"/matters/{matter.id}/assign", data={"mediator": choice}, follow_redirects=True)
    assert answer.status_code == 200
    assert dispute.STORY not in answer.get_data(as_text=True)
    for path in ("", "?tab=people", "/triage", "/assign"):
        dispute.body(client, f"/matters/{matter.id}{path}", 404)
    with portal.database.reading() as db:
        case = cases.of_matter(db, matter.id)
        assert isinstance(case, MediationCase)
        page = dispute.body(client, f"/cases/{case.id}/conflict")
    assert dispute.STORY not in page
