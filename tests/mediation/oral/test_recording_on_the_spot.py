"""One transaction from the draft to everything: who holds what, what runs, what is told; and what is refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from mediation.cases.models import MediationCase
from mediation.conflicts.models import Declaration
from mediation.consents.queries import all_yes
from mediation.oral import drafts, recording
from mediation.oral.models import OralAgreement
from portal.accounts.passes.services import check_pin
from portal.clocks.models import RunningClock
from portal.documents.papers.models import Paper, PaperDelivery
from portal.followup.obligations import queries as ledger
from portal.followup.obligations.models import ObligationAct
from portal.followup.obligations.services import speak
from portal.intake.dispatch.queries import triage_of
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Conflict, Refused
from portal.matters import queries as matters
from portal.matters.models import Matter, TimelineEntry
from portal.people.persons.models import Person
from tests.mediation import dispute
from tests.mediation.oral import spot
from tests.world import World


def test_r02_an_oral_agreement_binds_from_the_accord(db: Db, world: World) -> None:
    made = spot.recorded(db, world, duties=[spot.FENCE])
    assert made.oral.effective_at == made.oral.agreed_at == made.oral.paper.effective_at == spot.AGREED
    assert made.oral.recorded_at == spot.NOW > spot.AGREED
    assert made.oral.seal_at is None, "nobody has sealed, and it binds"
    assert made.oral.paper.last_confirmation_on == date(2026, 12, 23)  # 30 days from the day of the accord


def test_settled_at_once_everything_is_done(db: Db, world: World) -> None:
    made = spot.recorded(db, world)
    matter = db.get_one(Matter, made.case.matter_id)
    assert (matter.stage, matter.close_kind, matter.source) == ("closed", "resolved", "committee")
    assert (made.case.state, made.case.accepted_at) == ("performed", spot.AGREED)
    (duty,) = ledger.of_matter(db, matter)
    assert (duty.state, duty.amount_fen) == ("confirmed", 12000)
    seen = db.scalars(select(ObligationAct)).one()
    assert (seen.act, seen.account_id, seen.person_id) == ("seen", world.accounts["mediator"].id, None)
    rows = db.scalars(select(RunningClock).where(RunningClock.stopped_at.is_(None)))
    assert {row.code for row in rows} == {"CLK-38"}, "only the file waits to be put away"


def test_dated_it_runs_like_any_other(db: Db, world: World) -> None:
    made = spot.recorded(db, world, duties=[spot.PAID, spot.FENCE])
    matter = db.get_one(Matter, made.case.matter_id)
    assert (matter.stage, made.case.state, matter.next_key) == ("active", "performing", "next.duties")
    assert matter.holder_id == world.committee.id
    running = {row.code: row for row in db.scalars(select(RunningClock).where(RunningClock.stopped_at.is_(None)))}
    assert running.keys() == {"CLK-18"}
    assert running["CLK-18"].last_day == date(2026, 12, 23)
    done, fence = sorted(ledger.of_matter(db, matter), key=lambda duty: duty.state)
    assert (done.state, fence.state, fence.due_on) == ("confirmed", "open", date(2026, 12, 5))
    with clock.held(spot.NOW + timedelta(days=3)):
        speak(db, spot.visitor(made, 0), fence.id, "report")
        speak(db, spot.visitor(made, 1), fence.id, "confirm")
    assert (matter.stage, matter.close_kind, made.case.state) == ("closed", "resolved", "performed")
    assert running["CLK-18"].stopped_at is not None, "what was kept is not taken to a court"


def test_the_mediation_is_whole(db: Db, world: World) -> None:
    made = spot.recorded(db, world, duties=[spot.FENCE])
    assert all_yes(db, made.case)
    assert db.scalars(select(Declaration.ground)).all() == [None]
    for party in dispute.parties(db, made.case):
        row = dispute.consent_of(db, made.case, party)
        assert (row.answer, row.channel, row.answered_at) == ("yes", "counter", spot.AGREED)
        assert row.recorded_by == world.accounts["mediator"].id
        assert row.rights_version
    triage = triage_of(db, made.case.matter)
    assert (triage.class_code, triage.mode, triage.decided_by) == ("0204", "M", world.accounts["mediator"].id)


def test_r19_the_class_is_said_by_a_person_and_explained(db: Db, world: World) -> None:
    triage = triage_of(db, spot.recorded(db, world).case.matter)
    assert triage.proposal["candidates"], "the machine proposed"
    assert triage.reason == "邻里之间的小损失。"


@pytest.mark.parametrize(
    ("login", "sees"),
    [
        ("mediator", True),
        ("head", True),
        ("secretary", True),
        ("mediator2", False),
        ("outsider", False),
        ("other_head", False),
        ("centre_head", False),
    ],
)
def test_who_opens_it(db: Db, world: World, login: str, sees: bool) -> None:
    made = spot.recorded(db, world, duties=[spot.FENCE])
    with clock.held(spot.NOW):
        found = db.scalar(matters.visible_to(world.actor(login)).where(Matter.id == made.case.matter_id))
    assert (found is not None) == sees


def test_each_party_has_a_pin_of_their_own(db: Db, world: World) -> None:
    made = spot.recorded(db, world)
    with clock.held(spot.NOW):
        assert [check_pin(db, made.case.matter_id, slip.pin) for slip in made.slips] == [
            slip.person_id for slip in made.slips
        ]
        for place in (0, 1):
            assert matters.own(db, spot.visitor(made, place)).id == made.case.matter_id
    assert len({slip.pin for slip in made.slips}) == 2


def test_numbered_in_the_committees_own_register(db: Db, world: World) -> None:
    first, second = spot.recorded(db, world), spot.recorded(db, world)
    other = spot.recorded(db, world, "outsider")
    numbers = [made.oral.paper.number_text for made in (first, second, other)]
    assert numbers == ["（2026）城关人调口字第1号", "（2026）城关人调口字第2号", "（2026）东村人调口字第1号"]
    assert {row.way for row in db.scalars(select(PaperDelivery))} == {"screen", "paper"}


def test_what_everybody_reads(db: Db, world: World) -> None:
    made = spot.recorded(db, world, duties=[spot.FENCE])
    rows = db.scalars(select(TimelineEntry.key).where(TimelineEntry.matter_id == made.case.matter_id))
    assert list(rows) == ["matter.registered", "oral.recorded", "duties.opened"]
    for slip in made.slips:
        assert dispute.told(db, slip.person_id) == ["oral.recorded"]
    assert dispute.told(db, account_id=world.accounts["head"].id) == ["oral.to_seal"]


def test_a_second_record_of_one_draft_is_refused(db: Db, world: World) -> None:
    with clock.held(spot.NOW):
        row = spot.draft(db, world)
        recording.record(db, world.actor("mediator"), row.id)
        assert row.answers_text == "{}"
        with pytest.raises(Conflict, match="已经登记过"):
            recording.record(db, world.actor("mediator"), row.id)
    for model in (Matter, MediationCase, OralAgreement, Paper):
        assert db.scalar(select(func.count()).select_from(model)) == 1


CHILD = {**spot.OTHER, "age": "16"}
UNFIT: list[tuple[dict[str, Any], str]] = [
    ({"class_code": "0116"}, "不能当场登记"),
    ({"class_code": "0702"}, "不能当场登记"),
    ({"parties": [spot.ONE, CHILD]}, "不满十八岁"),
    ({"adults": "no"}, "不满十八岁"),
    ({"dangers": ["threat"]}, "危险"),
    ({"story": "他拿刀说要砍死我全家"}, "危险"),
    ({"interest": "relation"}, "有关系"),
    ({"written": "yes"}, "书面"),
    ({"confirmed": ["agree", "rights", "data"]}, "没有填"),
    ({"agreed": (spot.NOW + timedelta(minutes=1)).isoformat()}, "时间不对"),
    ({"agreed_on": "2026-11-17"}, "时间不对"),
]


@pytest.mark.parametrize(("changes", "sentence"), UNFIT)
def test_what_does_not_fit_leaves_nothing_behind(db: Db, world: World, changes: dict[str, Any], sentence: str) -> None:
    with clock.held(spot.NOW):
        row = spot.draft(db, world, **changes)
        with pytest.raises(Conflict, match=sentence):
            recording.record(db, world.actor("mediator"), row.id)
    assert db.scalar(select(func.count()).select_from(Matter)) == 0
    assert db.scalar(select(func.count()).select_from(Person)) == 0


@pytest.mark.parametrize("login", ["clerk", "head", "mediator2", "outsider", "police", "admin"])
def test_r08_a_draft_is_its_mediators_alone(db: Db, world: World, login: str) -> None:
    with clock.held(spot.NOW):
        row = spot.draft(db, world)
        with pytest.raises(Refused):
            drafts.get(db, world.actor(login), row.id)
        with pytest.raises(Refused):
            recording.record(db, world.actor(login), row.id)


def test_three_neighbours(db: Db, world: World) -> None:
    third = {**spot.OTHER, "name": "凌水生", "age": "44"}
    duty = {**spot.FENCE, "creditor": None}
    made = spot.recorded(db, world, parties=[spot.ONE, spot.OTHER, third], duties=[duty])
    assert [party.side for party in dispute.parties(db, made.case)] == ["a", "b", "c"]
    assert len(made.slips) == 3
    assert all_yes(db, made.case)
