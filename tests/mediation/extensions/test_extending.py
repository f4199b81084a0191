"""R-09: a period is lengthened only by everybody's signature before it runs out, and never by anything else."""

import threading
import uuid
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from mediation.cases import clocks
from mediation.cases.models import MediationCase
from mediation.extensions import queries, services
from mediation.extensions.models import ExtensionConsent, PeriodExtension
from mediation.extensions.rules import EXTENDABLE
from mediation.terminations.services import stop
from portal.accounts.models import OneTimeCode
from portal.accounts.passes.codes import fill_code
from portal.app import Portal
from portal.clocks.jobs import tick
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import Job
from portal.kernel.policy import Actor, Conflict, Refused
from portal.matters.telling import coming, timeline_for
from tests.mediation import dispute
from tests.mediation.extensions.period import MONDAY, WHY, code, last_on, propose, sign
from tests.world import World


def test_r09_when_all_have_signed_the_clock_is_moved(db: Db, world: World) -> None:
    with clock.held(MONDAY):
        case = dispute.accepted(db, world)
        before = last_on(db, case)
        extension = propose(db, world, case)
        assert coming(db, case.matter).due_at is not None
        for party in dispute.parties(db, case):
            assert "extension.proposed" in dispute.told(db, person_id=party.person_id)
        sign(db, case, 0)
        assert last_on(db, case) == before
        sign(db, case, 1)
        assert (extension.state, last_on(db, case)) == ("granted", extension.until_on)
        assert extension.until_on >= before + timedelta(days=20)
        assert coming(db, case.matter).due_at == clocks.limit_of(db, case.matter)
        for party in dispute.parties(db, case):
            assert dispute.told(db, person_id=party.person_id).count("extension.granted") == 1
            assert timeline_for(db, dispute.visitor(party), case.matter)[0].key == "extension.granted"


def test_one_no_leaves_the_period_and_names_nobody(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    before, extension = last_on(db, case), propose(db, world, case)
    other = dispute.respondent(db, case)
    sign(db, case, 0)
    assert services.sign(db, dispute.visitor(other), "no")
    assert (extension.state, last_on(db, case)) == ("refused", before)
    for party in dispute.parties(db, case):
        assert dispute.told(db, person_id=party.person_id)[-1] == "extension.refused"
        assert other.person.name not in timeline_for(db, dispute.visitor(party), case.matter)[0].text
    propose(db, world, case)  # later they may be asked again


def test_a_wrong_code_signs_nothing(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    propose(db, world, case)
    who = dispute.visitor(dispute.applicant(db, case))
    right = code(db, who)
    assert services.sign(db, who, "yes", "000000" if right != "000000" else "000001") is False
    assert db.scalars(select(ExtensionConsent.answer)).all() == ["pending", "pending"]
    assert services.sign(db, who, "yes", right)
    with pytest.raises(Conflict):
        services.sign(db, who, "no")


def test_what_is_signed_on_paper_counts_and_the_party_is_told(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    extension = propose(db, world, case)
    for party in dispute.parties(db, case):
        services.record(db, world.actor("mediator"), case.id, party.id, "yes")
        assert "extension.recorded" in dispute.told(db, person_id=party.person_id)
    assert extension.state == "granted"
    assert {one.channel for one in extension.consents} == {"paper"}


def test_r09_medical_mediation_asks_the_committee_too(db: Db, world: World) -> None:
    case = dispute.accepted(db, world, class_code="0907")
    extension = propose(db, world, case)
    assert "extension.to_approve" in dispute.told(db, account_id=world.accounts["head"].id)
    sign(db, case, 0)
    sign(db, case, 1)
    assert extension.state == "open"
    for login in ("mediator", "secretary", "other_head", "clerk"):
        with pytest.raises(Refused):
            services.approve(db, world.actor(login), case.id)
    services.approve(db, world.actor("head"), case.id)
    assert (extension.state, last_on(db, case)) == ("granted", extension.until_on)


def test_r09_nothing_is_signed_after_the_period_has_run_out(portal: Portal, world: World) -> None:
    with clock.held(MONDAY), portal.database.writing() as db:
        case = dispute.accepted(db, world)
        propose(db, world, case)
        sign(db, case, 0)
        over = case.matter.next_due_at
        assert over is not None
    with clock.held(over + timedelta(hours=1)):
        with portal.database.writing() as db:
            other = dispute.visitor(dispute.respondent(db, case))
            with pytest.raises(Conflict, match="届满"):
                services.sign(db, other, "yes", code(db, other))
            with pytest.raises(Conflict, match="终止"):
                services.propose(db, world.actor("mediator"), case.id, date(2027, 3, 1), WHY)
        tick(Job(portal.database, uuid.uuid4(), {}, 1))
        with portal.database.reading() as db:
            extension = queries.newest(db, db.get_one(MediationCase, case.id))
            assert extension is not None
            assert extension.state == "lapsed"
            assert "extension.lapsed" in dispute.told(db, person_id=other.person)
            assert "extension.lapsed_file" in dispute.told(db, account_id=world.accounts["mediator"].id)


@pytest.mark.parametrize("state", ["assigned", "consent_pending", "accepted", "suspended", "signing", "effective"])
def test_in_which_states(db: Db, world: World, state: str) -> None:
    case = dispute.at(db, world, state)
    until = dispute.in_days(60)
    if state in EXTENDABLE:
        assert services.propose(db, world.actor("mediator"), case.id, until, WHY).state == "open"
    else:
        with pytest.raises((Conflict, Refused)):
            services.propose(db, world.actor("mediator"), case.id, until, WHY)


def test_there_is_one_proposal_at_a_time_and_it_can_be_taken_back(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    extension = propose(db, world, case)
    with pytest.raises(Conflict):
        propose(db, world, case)
    with pytest.raises(Conflict):
        services.propose(db, world.actor("mediator"), case.id, last_on(db, case), WHY)
    services.withdraw(db, world.actor("mediator"), case.id)
    assert extension.state == "withdrawn"
    with pytest.raises(Conflict):
        services.sign(db, dispute.visitor(dispute.applicant(db, case)), "no")
    assert propose(db, world, case).state == "open"


def test_the_end_of_the_mediation_ends_the_proposal(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    extension = propose(db, world, case)
    stop(db, dispute.visitor(dispute.applicant(db, case)))
    assert extension.state == "withdrawn"


@pytest.mark.parametrize("login", ["head", "secretary", "mediator2", "outsider", "clerk", "police"])
def test_only_the_mediator_proposes_and_records(db: Db, world: World, login: str) -> None:
    case = dispute.accepted(db, world)
    extension = propose(db, world, case)
    for act in (
        lambda: services.propose(db, world.actor(login), case.id, dispute.in_days(60), WHY),
        lambda: services.record(db, world.actor(login), case.id, extension.consents[0].party_id, "yes"),
        lambda: services.withdraw(db, world.actor(login), case.id),
    ):
        with pytest.raises(Refused):
            act()


def test_strangers_sign_nothing(db: Db, world: World) -> None:
    case, second = dispute.accepted(db, world), dispute.accepted(db, world)
    propose(db, world, case)
    one = dispute.applicant(db, case)
    for nobody in (Actor(), Actor(person=one.person_id), Actor(person=one.person_id, scope=second.matter_id),
                   Actor(person=uuid.uuid4(), scope=case.matter_id)):  # fmt: skip
        with pytest.raises(Refused):
            services.sign(db, nobody, "no")
    with pytest.raises(Refused):
        services.record(db, world.actor("mediator"), case.id, dispute.applicant(db, second).id, "yes")


def test_the_pages(portal: Portal, world: World, client: FlaskClient) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        until = last_on(db, case) + timedelta(days=20)
        one, other = dispute.parties(db, case)
    path = f"/cases/{case.id}/extension"
    world.sign_in(client, portal.database, "mediator")
    dispute.body(client, path)
    assert client.post(path, data={"until_on": "2020-01-01", "reason": WHY}).status_code == 422
    assert client.post(path, data={"reason": WHY}).status_code == 422
    for _click in range(2):
        answer = client.post(path, data={"until_on": until.isoformat(), "reason": WHY, "once": "twice"})
        assert answer.location == f"/cases/{case.id}"
    assert WHY in dispute.body(client, f"{path}/paper")
    dispute.body(client, f"{path}/{one.id}")
    dispute.body(client, f"{path}/{uuid.uuid4()}", 404)
    assert client.post(f"{path}/{one.id}", data={"answer": "yes"}).status_code == 422
    assert client.post(f"{path}/{one.id}", data={"answer": "yes", "signed": "y"}).status_code == 303
    assert "纸上签名" in dispute.body(client, f"/cases/{case.id}")
    world.come_with_code(client, portal.database, other.person_id, case.matter_id)
    assert "/my/extension" in dispute.body(client, "/my/matter")
    assert WHY in dispute.body(client, "/my/extension")
    assert client.post("/my/extension", data={"answer": "yes"}).status_code == 422
    assert client.post("/my/extension", data={"answer": "yes", "code": "123456"}).status_code == 422
    assert client.post("/my/extension/code").status_code == 303
    with portal.database.writing() as db:
        asked = db.scalars(select(OneTimeCode)).one()
        digits = fill_code(db, asked.id)
    assert client.post("/my/extension", data={"answer": "yes", "code": digits, "seen": "99"}).status_code == 409
    assert client.post("/my/extension", data={"answer": "yes", "code": digits}).location == "/my/extension"
    assert "已延长" in dispute.body(client, "/my/extension")
    assert "/my/extension" not in dispute.body(client, "/my/matter")
    for path in (f"/cases/{case.id}/extension", f"/cases/{case.id}/extension/paper"):
        dispute.body(client, path, 404)
    world.sign_in(client, portal.database, "mediator2")
    dispute.body(client, f"/cases/{case.id}/extension", 404)


def test_after_the_period_the_page_says_what_to_do_instead(portal: Portal, world: World, client: FlaskClient) -> None:
    with clock.held(MONDAY), portal.database.writing() as db:
        case = dispute.accepted(db, world)
        over = case.matter.next_due_at
        assert over is not None
    with clock.held(over + timedelta(days=1)):
        world.sign_in(client, portal.database, "mediator")
        page = dispute.body(client, f"/cases/{case.id}/extension")
        assert "届满" in page
        assert f"/cases/{case.id}/terminate" in page
        assert 'name="until_on"' not in page


@pytest.mark.both_engines
def test_r09_two_who_sign_at_once_move_the_clock_once(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        case = dispute.accepted(db, world)
        extension = propose(db, world, case)
        both = [party.id for party in dispute.parties(db, case)]
    gate = threading.Barrier(2)

    def act(party: uuid.UUID) -> None:
        gate.wait()
        with portal.database.writing() as db:
            services.record(db, world.actor("mediator"), case.id, party, "yes")

    threads = [threading.Thread(target=act, args=(party,)) for party in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with portal.database.reading() as db:
        row = clocks.legal_period(db, db.get_one(MediationCase, case.id).matter)
        assert row is not None
        assert (row.last_day, len(row.extensions)) == (extension.until_on, 1)
        assert db.get_one(PeriodExtension, extension.id).state == "granted"
        assert dispute.told(db, account_id=world.accounts["mediator"].id).count("extension.granted_file") == 1
