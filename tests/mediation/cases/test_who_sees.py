"""Everybody × every page of a mediation: whoever has no business with it finds nothing, not even that it exists."""

import itertools
import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.cases import queries
from mediation.cases.models import MediationCase
from mediation.cases.policy import END, MEDIATE, READ
from mediation.conflicts.services import declare
from mediation.terminations.models import Termination
from mediation.terminations.policy import READ as READ_NOTICE
from mediation.terminations.queries import visible_to as notices_of
from mediation.terminations.services import stop
from portal.app import Portal
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters import services as acts
from tests.mediation import dispute
from tests.world import World

REASON = "秘密：我怕他再来闹"
STAFF = (
    "clerk", "dispatcher", "duty", "mediator", "mediator2", "head", "secretary", "outsider", "other_head", "police",
    "admin", "centre_head",
)  # fmt: skip


def _secrets() -> list[str]:
    return [dispute.STORY, REASON, *(dispute.phone_of(name) for name in (*dispute.APPLICANTS, *dispute.RESPONDENTS))]


def test_policy_and_query_agree_for_every_kind_of_person(world: World, db: Db) -> None:
    gone = dispute.assigned(db, world)
    declare(db, world.actor("mediator"), gone.id, "relation")
    ended = dispute.accepted(db, world)
    parted = dispute.opened(db, world, respondents=2)
    dispute.says(db, parted, dispute.respondent(db, parted), "no")
    stop(db, dispute.visitor(dispute.applicant(db, ended)))
    all_cases = [gone, ended, parted, dispute.assigned(db, world), dispute.opened(db, world)]
    people = [world.actor(login) for login in STAFF] + [Actor()]
    for case in all_cases:
        people += [dispute.visitor(party) for party in dispute.parties(db, case)]
        people += [Actor(person=party.person_id, scope=uuid.uuid4()) for party in dispute.parties(db, case)]
    for actor, case in itertools.product(people, all_cases):
        found = db.scalar(queries.visible_to(actor).where(MediationCase.id == case.id)) is not None
        assert READ.allows(db, actor, case) == (READ.door(actor) and found)
        for stronger in (MEDIATE, END):
            assert not stronger.allows(db, actor, case) or found
    notices = db.scalars(select(Termination)).all()
    assert len(notices) == 2
    for actor, notice in itertools.product(people, notices):
        found = db.scalar(notices_of(actor).where(Termination.id == notice.id)) is not None
        assert READ_NOTICE.allows(db, actor, notice) == found


def _pages(case: MediationCase, party: uuid.UUID) -> list[str]:
    return [
        f"/cases/{case.id}",
        f"/cases/{case.id}/conflict",
        f"/cases/{case.id}/invite/{party}",
        f"/cases/{case.id}/answers/{party}",
        f"/cases/{case.id}/terminate",
    ]


@pytest.mark.parametrize("who", ["mediator2", "outsider", "other_head", "clerk", "dispatcher", "police", "admin"])
def test_strangers_among_the_staff_find_nothing(portal: Portal, world: World, client: FlaskClient, who: str) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        other = dispute.respondent(db, case)
    world.sign_in(client, portal.database, who)
    for path in _pages(case, other.id):
        page = dispute.body(client, path, 404)
        assert other.person.name not in page
    for path in (f"/cases/{case.id}/letter/{other.id}", f"/cases/{case.id}/terminate"):
        assert client.post(path, data={"reason": "other"}).status_code == 404
    if who in ("mediator2", "outsider", "other_head"):
        assert other.person.name not in dispute.body(client, "/cases")


def test_a_mediator_who_stepped_back_finds_nothing_any_more(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        former = dispute.assigned(db, world)
        declare(db, world.actor("mediator"), former.id, "interest")
        acts.move(db, world.actor("dispatcher"), former.matter, "routed")
        case = dispute.give(db, world, former.matter, "mediator2")
        declare(db, world.actor("mediator2"), case.id, None)
        other = dispute.respondent(db, case)
    world.sign_in(client, portal.database, "mediator")
    for path in (*_pages(former, other.id), *_pages(case, other.id), f"/matters/{case.matter_id}"):
        assert other.person.name not in dispute.body(client, path, 404)
    assert other.person.name not in dispute.body(client, "/cases")


def test_a_mediator_whose_office_has_ended_finds_nothing(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        other = dispute.respondent(db, case)
        grant = db.merge(world.accounts["mediator"].grants[0])
        grant.until = case.assigned_at
    world.sign_in(client, portal.database, "mediator")
    for path in _pages(case, other.id):
        assert other.person.name not in dispute.body(client, path, 404)


def test_no_side_reads_the_other_sides_secrets(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.opened(db, world, respondents=2)
        first, one, two = dispute.parties(db, case)
        for party in (one, two):
            dispute.invited(db, world, case, party)
        for party in (first, two):
            dispute.says(db, case, party, "yes")
        dispute.says(db, case, one, "no", reason=REASON)
    for party in (first, one, two):
        world.come_with_code(client, portal.database, party.person_id, case.matter_id)
        for path in ("/my/matter", "/my/reply", "/my/rights", "/my/rights/paper", "/my/stop", "/bell"):
            response = client.get(path, follow_redirects=True)
            page = response.get_data(as_text=True)
            assert not [secret for secret in _secrets() if secret in page], (party.person.name, path)
            assert "不愿意，" not in page
    world.come_with_code(client, portal.database, one.person_id, case.matter_id)
    for path in ("/my/matter", "/my/stop", "/my/rights"):
        assert client.get(path).status_code in (303, 404)


def test_an_invited_person_who_has_not_said_who_they_are_finds_nothing(
    portal: Portal, world: World, client: FlaskClient
) -> None:
    """Even with a session of their own (it cannot be had without the door; were it had, it would open nothing)."""
    with portal.database.writing() as db:
        case = dispute.opened(db, world)
        other = dispute.respondent(db, case)
        dispute.invited(db, world, case, other)
    world.come_with_code(client, portal.database, other.person_id, case.matter_id)
    for path in ("/my/matter", "/my/reply", "/my/rights", "/my/rights/paper", "/my/stop"):
        page = dispute.body(client, path, 404)
        assert dispute.APPLICANTS[0] not in page


def test_nobody_signed_in_is_led_to_sign_in_or_finds_nothing(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        other = dispute.respondent(db, case)
    for path in (*_pages(case, other.id), "/cases", "/my/reply", "/my/rights", "/my/stop"):
        assert client.get(path).status_code in (302, 303, 404)
