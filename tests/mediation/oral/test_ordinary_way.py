"""What cannot be recorded on the spot: nothing typed is lost, the centre has it next, danger has rung before."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mediation.cases.queries import of_matter as case_of
from mediation.oral import drafts, ordinary
from mediation.oral.models import OralDraft
from mediation.oral.rules import DRAFT_LIFE
from portal.accounts.passes.services import check_pin
from portal.app import Portal
from portal.intake.alarms.models import Alarm
from portal.intake.alarms.queries import of_draft
from portal.kernel import clock
from portal.kernel.db import Db, new_id
from portal.kernel.outbox import Job
from portal.kernel.policy import Conflict
from portal.matters.guarding import gaps
from portal.matters.involving import kept_out
from tests.mediation.oral import spot
from tests.world import World


def test_the_desk_gets_it_with_everything(db: Db, world: World) -> None:
    with clock.held(spot.NOW):
        row = spot.draft(db, world, class_code="0702", barred="labour")
        matter, slip, _token = ordinary.hand_over(db, world.actor("mediator"), row.id)
        assert check_pin(db, matter.id, slip.pin) == matter.parties[0].person_id
        with pytest.raises(Conflict):
            ordinary.hand_over(db, world.actor("mediator"), row.id)
    assert (matter.stage, matter.source, matter.story, matter.place) == (
        "registered", "committee", spot.STORY, spot.PLACE,
    )  # fmt: skip
    assert [party.person.name for party in matter.parties] == [spot.ONE["name"], spot.OTHER["name"]]
    assert case_of(db, matter.id) is None
    assert not matter.danger


def test_danger_rings_at_once_and_leads_to_the_matter(db: Db, world: World) -> None:
    with clock.held(spot.NOW):
        who = world.actor("mediator")
        row = drafts.begin(db, who, world.committee.id)
        known = drafts.keep(db, who, row, {"dangers": ["threat"], "story": spot.STORY, "place": spot.PLACE})
        alarm = of_draft(db, row.id)
        assert known["danger"]
        assert alarm is not None
        assert (alarm.matched, alarm.source, alarm.matter_id) == (["threat"], "staff", None)
        with pytest.raises(Conflict):
            ordinary.hand_over(db, who, row.id)
        drafts.keep(db, who, row, {"dangers": ["none"]})
        assert drafts.answers(row)["danger"], "a yes that is taken back stays one"
        drafts.keep(db, who, row, {"parties": [spot.ONE, spot.OTHER], "adults": "yes"})
        matter, _slip, _token = ordinary.hand_over(db, who, row.id)
    assert matter.danger
    assert matter.joint_barred
    assert alarm.matter_id == matter.id
    assert db.scalar(select(func.count()).select_from(Alarm)) == 1


def test_r12_a_child_is_registered_as_one(db: Db, world: World) -> None:
    with clock.held(spot.NOW):
        row = spot.draft(db, world, adults="no", parties=[spot.ONE, {**spot.OTHER, "age": "12"}])
        matter, _slip, _token = ordinary.hand_over(db, world.actor("mediator"), row.id)
        assert [party.person.said_age for party in gaps(db, matter)] == ["child"]


def test_a_mediator_with_an_interest_is_shut_out(db: Db, world: World) -> None:
    with clock.held(spot.NOW):
        row = spot.draft(db, world, interest="relation")
        matter, _slip, _token = ordinary.hand_over(db, world.actor("mediator"), row.id)
        assert kept_out(db, matter.id) == {world.accounts["mediator"].id}


def test_drafts_are_forgotten_after_a_week(portal: Portal, world: World) -> None:
    with portal.database.writing() as db, clock.held(spot.NOW):
        spot.draft(db, world)
    for wait, left in ((timedelta(0), 1), (DRAFT_LIFE + timedelta(minutes=1), 0)):
        with clock.held(spot.NOW + wait):
            drafts.forget_old(Job(portal.database, new_id(), {}, 1))
            with portal.database.reading() as db:
                assert db.scalar(select(func.count()).select_from(OralDraft)) == left
                assert len(drafts.waiting(db, world.actor("mediator"))) == left


def test_thrown_away(db: Db, world: World) -> None:
    with clock.held(spot.NOW):
        row = spot.draft(db, world)
        drafts.drop(db, world.actor("mediator"), row)
        assert drafts.waiting(db, world.actor("mediator")) == []
