"""Whoever comes for a version that was taken back reads that it was, and what comes next."""

import pytest
from flask.testing import FlaskClient

from mediation.agreements import queries, services
from mediation.agreements.words import NOTICES
from mediation.terminations.services import terminate
from portal.app import Portal
from portal.kernel import outbox
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World

PATHS = ("", "/change", "/way", "/identity", "/sign")


@pytest.fixture
def reader(portal: Portal, world: World, client: FlaskClient) -> FlaskClient:
    """A party who has read a version and confirmed it; the mediator then takes it back."""
    with portal.database.writing() as db:
        version = deal.frozen(db, world)
        first = deal.places(version, "party")[0]
        matter_id, person_id, case_id = deal.case_of(version).matter_id, first.person_id, deal.case_of(version).id
        services.confirm(db, deal.actor_of(first, matter_id), 1)
        services.reopen(db, world.actor("mediator"), case_id)
    assert person_id is not None
    world.come_with_code(client, portal.database, person_id, matter_id)
    return client


@pytest.mark.parametrize("path", PATHS)
def test_a_page_says_that_it_was_taken_back(reader: FlaskClient, path: str) -> None:
    said = dispute.body(reader, f"/my/agreement{path}")
    assert "第 1 版已经收回" in said
    assert deal.FACTS not in said


@pytest.mark.parametrize("path", ["/confirm", "/sign", "/way", "/sign/code", "/identity/code", "/change"])
def test_an_act_says_so_too_and_changes_nothing(reader: FlaskClient, path: str) -> None:
    answer = reader.post(f"/my/agreement{path}", data={"seen": "1", "way": "electronic", "words": "改"})
    assert answer.status_code == 409
    assert "没有登记" in answer.get_data(as_text=True)


def test_the_bell_leads_there(reader: FlaskClient, portal: Portal) -> None:
    outbox.drain(portal.database, portal.handlers)
    assert 'href="/my/agreement"' in dispute.body(reader, "/bell")
    assert next(kind for kind in NOTICES if kind.key == "agreement.reopened").where is not None


def test_the_next_version_is_read_as_ever(reader: FlaskClient, portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        agreement = db.query(deal.Agreement).one()
        version = services.freeze(db, world.actor("mediator"), agreement.case_id)
    assert "第 1 版已经收回" in dispute.body(reader, "/my/agreement"), "until it is printed"
    with portal.database.writing() as db:
        deal.printed(db, db.get_one(type(version), version.id))
    assert "第 2 版" in dispute.body(reader, "/my/agreement")


def test_after_the_end_it_is_void(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        version = deal.frozen(db, world)
        matter_id, person_id = deal.case_of(version).matter_id, version.signers[0].person_id
        terminate(db, world.actor("mediator"), deal.case_of(version), "no_agreement")
    assert person_id is not None
    world.come_with_code(client, portal.database, person_id, matter_id)
    assert "没有约束力" in dispute.body(client, "/my/agreement")


def test_strangers_learn_nothing_of_it(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    case = deal.case_of(version)
    services.reopen(db, world.actor("mediator"), case.id)
    other = dispute.visitor(dispute.applicant(db, dispute.accepted(db, world)))
    for stranger in (other, world.actor("mediator"), Actor(person=other.person, scope=case.matter_id)):
        assert queries.gone(db, stranger) is None
    assert queries.gone(db, dispute.visitor(dispute.applicant(db, case))) is not None
