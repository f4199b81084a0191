"""From the assignment to the mediator's first look."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mediation.cases import queries, services
from mediation.cases.models import MediationCase
from portal.clocks.models import RunningClock
from portal.contracts.events import MatterAssigned
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.policy import Conflict, Refused
from portal.matters import queries as matters
from portal.matters.models import Involvement
from tests.mediation import dispute
from tests.world import World


def _running(db: Db, case: MediationCase) -> set[str]:
    rows = select(RunningClock.code).where(RunningClock.subject_id == case.matter_id, RunningClock.stopped_at.is_(None))
    return set(db.scalars(rows))


def _seats(db: Db, case: MediationCase) -> set[str]:
    rows = select(Involvement.capacity).where(Involvement.matter_id == case.matter_id, Involvement.until.is_(None))
    return set(db.scalars(rows))


def test_an_assignment_opens_a_case_for_the_committee_and_not_for_the_mediator(world: World, db: Db) -> None:
    case = dispute.assigned(db, world)
    assert (case.state, case.committee_id) == ("assigned", world.committee.id)
    assert _seats(db, case) == {"desk", "party", "committee", "undeclared"}
    assert matters.get(db, world.actor("head"), case.matter_id)
    for nobody in ("mediator", "mediator2", "outsider", "other_head"):
        with pytest.raises(Refused):
            matters.get(db, world.actor(nobody), case.matter_id)
        with pytest.raises(Refused):
            queries.get(db, world.actor(nobody), case.id)
    assert dispute.told(db, account_id=world.accounts["mediator"].id) == ["mediation.to_declare"]


def test_the_clocks_of_an_assignment_run(world: World, db: Db) -> None:
    case = dispute.assigned(db, world)
    assert {"CLK-02", "CLK-03", "CLK-05", "CLK-08", "CLK-09"} <= _running(db, case)
    assert not {"CLK-11", "CLK-12", "CLK-13"} & _running(db, case)


def test_a_mediator_who_heads_the_committee_sees_nothing_before_the_statement(world: World, db: Db) -> None:
    with_both = world.account(db, "both", "mediator", world.committee)
    head = world.account(db, "both_head", "committee_head", world.committee)
    head.grants[0].account_id = with_both.id
    db.flush()
    db.refresh(with_both)
    case = dispute.give(db, world, dispute.file(db, world), "both")
    assert "committee" not in _seats(db, case)
    with pytest.raises(Refused):
        matters.get(db, world.actor("both"), case.matter_id)


def test_r08_only_a_mediator_of_the_committee_gets_a_case(world: World, db: Db) -> None:
    matter = dispute.file(db, world)
    for wrong in ("outsider", "police", "head", "secretary", "dispatcher"):
        with pytest.raises(Conflict):
            publish(db, MatterAssigned(matter.id, world.committee.id, world.accounts[wrong].id))


def test_r19_nothing_is_mediated_before_a_person_has_named_the_class(world: World, db: Db) -> None:
    matter = dispute.file(db, world, class_code=None)
    with pytest.raises(Conflict):
        publish(db, MatterAssigned(matter.id, world.committee.id, world.accounts["mediator"].id))


def test_a_matter_has_one_running_case(world: World, db: Db) -> None:
    case = dispute.assigned(db, world)
    double = MediationCase(
        matter_id=case.matter_id, center_id=case.center_id, area_path="", committee_id=case.committee_id,
        mediator_id=case.mediator_id, assigned_at=case.assigned_at,
    )  # fmt: skip
    db.add(double)
    with pytest.raises(IntegrityError):
        db.flush()


@pytest.mark.parametrize("target", ["terminated", "returned"])
def test_r10_no_case_ends_by_a_mere_move(world: World, db: Db, target: str) -> None:
    case = dispute.assigned(db, world)
    with pytest.raises(ValueError, match="by a move"):
        services.move(db, world.actor("mediator"), case, target)


def test_a_move_that_the_table_does_not_know_is_refused(world: World, db: Db) -> None:
    case = dispute.accepted(db, world)
    with pytest.raises(Conflict):
        services.move(db, world.actor("mediator"), case, "effective")
    services.move(db, world.actor("mediator"), case, "preparing")
    assert case.state == "preparing"
