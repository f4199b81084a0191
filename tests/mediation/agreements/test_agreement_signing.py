"""Signing: order, stale versions, codes, guardians and companies, two at once, and the seal that makes it bind."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.agreements import services
from mediation.agreements.strokes import read
from portal.app import Portal
from portal.clocks.queries import of_subjects
from portal.contracts.events import AgreementEffective
from portal.directory.taxonomy.rules import Flag, load
from portal.documents.papers.models import PaperDelivery
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import OutboxRow
from portal.kernel.policy import Conflict, Refused
from portal.matters.services import classify
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.world import World


def test_the_seal_is_the_instant_of_effect(db: Db, world: World, portal: Portal) -> None:
    heard: list[AgreementEffective] = []
    portal.bus.subscribe(AgreementEffective, lambda _db, event: heard.append(event))
    version = deal.frozen(db, world)
    case, agreement = deal.case_of(version), version.agreement
    deal.all_sign(db, world, version)
    assert agreement.effective_at is None
    moment = clock.now() + timedelta(hours=3)
    with clock.held(moment):
        services.seal(db, world.actor("head"), case.id, 1)
    assert agreement.effective_at == version.effective_at == version.paper.effective_at == moment
    assert (agreement.state, version.state) == ("effective", "effective")
    assert case.state in ("effective", "performing")
    assert heard == [AgreementEffective(case.matter_id, agreement.id)]
    running = of_subjects(db, "matter", [case.matter_id])[case.matter_id]
    confirmation = next(row for row in running if row.code == "CLK-18")
    assert version.paper.last_confirmation_on == confirmation.last_day
    assert "CLK-11" not in {row.code for row in running}
    jobs = db.scalars(select(OutboxRow.kind).where(OutboxRow.kind == "agreements.bind")).all()
    assert len(jobs) == 1
    copies = db.scalars(select(PaperDelivery)).all()
    assert {row.last_confirmation_on for row in copies} == {confirmation.last_day}
    for party in dispute.parties(db, case):
        assert dispute.told(db, party.person_id)[-1] == "agreement.effective_confirmable"


def test_order_parties_then_mediator_then_seal(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    case_id = deal.case_of(version).id
    first, second = deal.places(version, "party")
    (mediator,) = deal.places(version, "mediator")
    for act in (
        lambda: services.fill(db, world.actor("mediator"), case_id, 1, deal.typed(mediator)),
        lambda: services.seal(db, world.actor("head"), case_id, 1),
    ):
        with pytest.raises(Conflict):
            act()
    deal.signs(db, second)
    with pytest.raises(Conflict):
        services.fill(db, world.actor("mediator"), case_id, 1, deal.typed(mediator))
    deal.signs(db, first)
    with pytest.raises(Conflict):
        services.seal(db, world.actor("head"), case_id, 1)
    services.fill(db, world.actor("mediator"), case_id, 1, deal.typed(mediator))
    assert services.seal(db, world.actor("head"), case_id, 1).state == "effective"


@pytest.mark.parametrize("login", ["mediator2", "outsider", "head", "police", "clerk", "secretary", "admin"])
def test_r08_nobody_else_fills_the_mediators_place(db: Db, world: World, login: str) -> None:
    version = deal.frozen(db, world)
    for signer in deal.places(version, "party"):
        deal.signs(db, signer)
    (mediator,) = deal.places(version, "mediator")
    with pytest.raises((Refused, Conflict)):
        services.fill(db, world.actor(login), deal.case_of(version).id, 1, deal.typed(mediator))
    assert mediator.marked_at is None


@pytest.mark.parametrize("login", ["mediator", "other_head", "secretary", "clerk", "police", "admin", "centre_head"])
def test_only_the_committees_head_seals(db: Db, world: World, login: str) -> None:
    version = deal.frozen(db, world)
    deal.all_sign(db, world, version)
    with pytest.raises(Refused):
        services.seal(db, world.actor(login), deal.case_of(version).id, 1)
    assert version.agreement.effective_at is None


def test_the_recorder_signs_with_the_mediator_and_before_the_seal(db: Db, world: World) -> None:
    agreement = deal.drafted(db, world)
    mediator, case_id, recorder = world.actor("mediator"), agreement.case_id, world.accounts["secretary"]
    with pytest.raises(Conflict):
        services.choose_signing(db, mediator, case_id, "electronic", world.accounts["clerk"].id, [recorder.id])
    services.choose_signing(db, mediator, case_id, "electronic", recorder.id, [recorder.id])
    version = deal.printed(db, services.freeze(db, mediator, case_id))
    deal.all_sign(db, world, version)
    with pytest.raises(Conflict):
        services.seal(db, world.actor("head"), case_id, 1)
    (place,) = deal.places(version, "recorder")
    services.fill(db, world.actor("secretary"), case_id, 1, deal.typed(place))
    assert services.seal(db, world.actor("head"), case_id, 1).state == "effective"


def test_each_step_waits_for_the_one_before(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    signer = deal.places(version, "party")[0]
    who = deal.actor_of(signer, deal.case_of(version).matter_id)
    with pytest.raises(Conflict):
        services.consent(db, who, 1)
    services.confirm(db, who, 1)
    with pytest.raises(Conflict):
        services.sign(db, who, 1, deal.typed(signer), "000000")
    services.consent(db, who, 1)
    with pytest.raises(Conflict):
        services.sign(db, who, 1, deal.typed(signer), "000000")
    services.start_identity_code(db, who, 1)
    assert not services.check_identity_code(db, who, 1, "x")
    assert signer.identity_at is None
    assert services.check_identity_code(db, who, 1, deal.code_for(db, "sign-identity", signer))
    services.start_sign_code(db, who, 1)
    with pytest.raises(Conflict):
        services.sign(db, who, 1, services.Written(typed="别人"), deal.code_for(db, "sign", signer))
    assert not services.sign(db, who, 1, deal.typed(signer), "no")
    assert signer.marked_at is None
    assert services.sign(db, who, 1, deal.typed(signer), deal.code_for(db, "sign", signer))
    with pytest.raises(Conflict):
        services.sign(db, who, 1, deal.typed(signer), "again")


def test_a_code_for_identity_does_not_sign(db: Db, world: World) -> None:
    signer = deal.places(deal.frozen(db, world), "party")[0]
    who = deal.ready(db, signer)
    services.start_identity_code(db, who, 1)
    with clock.held(clock.now() + timedelta(minutes=2)):
        services.start_sign_code(db, who, 1)
        assert not services.sign(db, who, 1, deal.typed(signer), deal.code_for(db, "sign-identity", signer))


def test_an_old_version_is_stale(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    case_id = deal.case_of(version).id
    signer = deal.places(version, "party")[0]
    who = deal.ready(db, signer)
    services.reopen(db, world.actor("mediator"), case_id)
    deal.printed(db, services.freeze(db, world.actor("mediator"), case_id))
    for act in (
        lambda: services.confirm(db, who, 1),
        lambda: services.consent(db, who, 1),
        lambda: services.sign(db, who, 1, deal.typed(signer), "000000"),
        lambda: services.ask_change(db, who, 1, "改"),
        lambda: services.seal(db, world.actor("head"), case_id, 1),
    ):
        with pytest.raises(Conflict, match="第 2 版"):
            act()


def test_a_wish_for_change_stops_mediator_and_seal_until_confirmed_anew(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    case_id = deal.case_of(version).id
    deal.all_sign(db, world, version)
    signer = deal.places(version, "party")[0]
    who = deal.actor_of(signer, deal.case_of(version).matter_id)
    services.ask_change(db, who, 1, "第一条的日期不对")
    assert "agreement.change_asked" in dispute.told(db, account_id=world.accounts["mediator"].id)
    with pytest.raises(Conflict):
        services.seal(db, world.actor("head"), case_id, 1)
    services.confirm(db, who, 1)
    assert services.seal(db, world.actor("head"), case_id, 1).state == "effective"


def test_whoever_prefers_ink_does_not_sign_on_screen(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    signer = deal.places(version, "party")[0]
    who = deal.ready(db, signer)
    services.prefer_ink(db, who, 1)
    services.start_sign_code(db, who, 1)
    with pytest.raises(Conflict):
        services.sign(db, who, 1, deal.typed(signer), deal.code_for(db, "sign", signer))
    assert "agreement.ink_preferred" in dispute.told(db, account_id=world.accounts["mediator"].id)


def test_r06_a_class_corrected_while_signing_stops_the_screen(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    deal.all_sign(db, world, version)
    case = deal.case_of(version)
    classify(db, world.actor("dispatcher"), case.matter, sorted(load().flagged(Flag.N))[0], "M")
    with pytest.raises(Conflict):
        services.seal(db, world.actor("head"), case.id, 1)


def test_a_drawn_name_keeps_its_points_sealed_and_its_hash_open(db: Db, world: World) -> None:
    signer = deal.places(deal.frozen(db, world), "party")[0]
    drawing = read(deal.STROKES)
    deal.signs(db, signer, written=services.Written(drawing=drawing))
    assert (signer.mark, signer.strokes_sha256) == ("drawn", drawing.sha256)
    assert b"pressure" not in (signer.strokes_sealed or b"")
    assert signer.strokes == drawing.text
