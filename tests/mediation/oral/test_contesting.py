"""A party says that this is not what was agreed: who may, until when, who hears of it."""

from datetime import timedelta

import pytest

from mediation.oral import contesting, queries
from portal.intake.alarms.queries import rings_for
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Conflict, Refused
from tests.mediation import dispute
from tests.mediation.oral import spot
from tests.world import World

WORDS = "说的是两百块，不是一百二。"


def test_it_rings_the_mediator_and_the_head_and_stays(db: Db, world: World) -> None:
    made = spot.recorded(db, world)
    with clock.held(spot.NOW + timedelta(days=7)):
        contesting.contest(db, spot.visitor(made, 1), WORDS)
    (row,) = queries.objections(db, made.oral)
    assert (row.words, row.person_id) == (WORDS, made.slips[1].person_id)
    assert "oral.contested" in dispute.told(db, account_id=world.accounts["mediator"].id)
    assert "oral.contested" in dispute.told(db, account_id=world.accounts["head"].id)
    assert "oral.contested" not in dispute.told(db, person_id=made.slips[0].person_id)
    assert made.case.matter.next_key == "next.oral_contested"
    assert made.oral.effective_at == spot.AGREED, "it binds all the same (人民调解法 art.32)"


def test_once_each_and_not_for_ever(db: Db, world: World) -> None:
    made = spot.recorded(db, world)
    with clock.held(spot.NOW):
        contesting.contest(db, spot.visitor(made), WORDS)
        with pytest.raises(Conflict, match="已经提出过"):
            contesting.contest(db, spot.visitor(made), WORDS)
    with clock.held(spot.NOW + timedelta(days=8)), pytest.raises(Conflict, match="时间已经过了"):
        contesting.contest(db, spot.visitor(made, 1), WORDS)


def test_only_the_parties(db: Db, world: World) -> None:
    made, other = spot.recorded(db, world), spot.recorded(db, world)
    stranger = Actor(person=other.slips[0].person_id, scope=made.case.matter_id)
    with clock.held(spot.NOW):
        for who in (world.actor("mediator"), world.actor("head"), stranger, Actor()):
            with pytest.raises(Refused):
                contesting.contest(db, who, WORDS)


def test_words_of_danger_call_the_roster(db: Db, world: World) -> None:
    made = spot.recorded(db, world)
    with clock.held(spot.NOW):
        contesting.contest(db, spot.visitor(made), "他拿刀说要砍死我全家，我才答应的")
    assert rings_for(db, made.case.matter_id)
    assert made.case.matter.danger
