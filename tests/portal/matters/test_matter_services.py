"""Registering a matter and moving it along, on both databases."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import select

from portal.app import Portal
from portal.contracts.events import DangerRaised, InvolvementChanged, MatterClosed, MatterRegistered
from portal.directory.taxonomy.rules import Flag, load
from portal.kernel import clock
from portal.kernel.audit import AuditLine
from portal.kernel.crypto import token_hash
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Actor, Conflict, Refused
from portal.matters import opening, queries
from portal.matters.models import Involvement, Matter
from portal.matters.policy import READ
from portal.matters.rules import CLOSE_KINDS, STAGES, may_become, read_code
from portal.matters.services import classify, end_involvement, flag_danger, involve, move
from portal.people.persons.services import PersonData
from tests.portal.matters.filing import ANN, BEN, CAI, STORY, file_matter, mediate
from tests.world import World

SUNDAY_EVENING = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def heard(portal: Portal) -> list[object]:
    """What is published, in order."""
    events: list[object] = []
    for kind in (MatterRegistered, DangerRaised, MatterClosed, InvolvementChanged):
        portal.bus.subscribe(kind, lambda _db, event: events.append(event))
    return events


def test_a_matter_gets_a_code_parties_and_a_next_step(world: World, db: Db) -> None:
    with clock.held(SUNDAY_EVENING):
        opened = file_matter(db, world, applicants=[ANN, CAI], respondents=[BEN, PersonData(name="测试丁")])
    matter = opened.matter
    assert read_code(matter.code) == matter.code
    assert matter.code.startswith("ZZ99010120261122")
    assert [(p.person.name, p.role, p.side, p.position) for p in matter.parties] == [
        ("测试甲", "applicant", "a", 1),
        ("测试丙", "applicant", "a", 2),
        ("测试乙", "respondent", "b", 3),
        ("测试丁", "respondent", "c", 4),
    ]
    assert (matter.stage, matter.holder_id, matter.next_key) == ("registered", world.center.id, "next.triage")
    assert matter.next_due_at == datetime(2026, 11, 23, 9, 30, tzinfo=UTC), "Monday, when business stops"
    assert list(queries.sides(matter)) == ["a", "b", "c"]


def test_what_was_said_is_stored_sealed_and_the_token_hashed(world: World, db: Db) -> None:
    opened = file_matter(db, world, wish="赔我墙")
    db.expire_all()
    matter = db.get_one(Matter, opened.matter.id)
    assert (matter.story, matter.wish) == (STORY, "赔我墙")
    assert "漏水".encode() not in matter.story_sealed
    assert matter.qr_hash == token_hash(opened.qr_token)
    assert queries.by_qr(db, opened.qr_token) is matter
    assert queries.by_qr(db, opened.qr_token + "x") is None


def test_a_code_that_is_taken_is_drawn_again(world: World, db: Db, monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter(["11111", "11111", "11111", *map(str, range(22222, 22242))])
    monkeypatch.setattr(opening, "draw_digits", lambda: next(draws))
    first, second = file_matter(db, world), file_matter(db, world)
    assert first.matter.code[16:21] == "11111"
    assert second.matter.code[16:20] == "2222"
    assert len(second.matter.parties) == 2


def test_codes_are_drawn_at_random(world: World, db: Db) -> None:
    codes = [file_matter(db, world).matter.code[16:21] for _ in range(6)]
    assert len(set(codes)) > 1
    assert codes != sorted(codes) or int(codes[-1]) - int(codes[0]) > 5


def test_registration_is_news_and_danger_is_news_once(world: World, db: Db, heard: list[object]) -> None:
    matter = file_matter(db, world, danger=True).matter
    news = [type(event) for event in heard if not isinstance(event, InvolvementChanged)]
    assert news == [MatterRegistered, DangerRaised]
    assert matter.danger
    assert matter.joint_barred
    flag_danger(db, world.actor("clerk"), matter)
    assert heard.count(DangerRaised(matter.id)) == 1


def test_only_applicants_and_the_desk_are_let_in(world: World, db: Db) -> None:
    opened = file_matter(db, world)
    rows = db.scalars(select(Involvement)).all()
    assert {(row.capacity, row.person_id or row.organisation_id, row.side) for row in rows} == {
        ("party", opened.applicants[0].person_id, "a"),
        ("desk", world.center.id, None),
    }
    assert {row.opened_by for row in rows} == {"matter.registered"}


def at_stage(db: Db, world: World, stage: str) -> Matter:
    matter = file_matter(db, world).matter
    matter.stage = stage
    if stage in ("closed", "archived"):
        matter.closed_at, matter.close_kind = clock.now(), "resolved"
    db.flush()
    return matter


def test_every_move_follows_the_table(world: World, db: Db) -> None:
    for stage, target in product(STAGES, STAGES):
        matter = at_stage(db, world, stage)
        kind = "declined" if target == "closed" else None
        if not may_become(stage, target):
            with pytest.raises(Conflict):
                move(db, SYSTEM, matter, target, kind)
            assert matter.stage == stage
            continue
        move(db, SYSTEM, matter, target, kind)
        assert matter.stage == target
        over = target in ("closed", "archived") or (target == "restricted" and stage in ("closed", "archived"))
        assert (matter.closed_at is not None, matter.close_kind is not None) == (over, over), (stage, target)


def test_a_closing_has_a_kind_and_nothing_else_has(world: World, db: Db) -> None:
    matter = file_matter(db, world).matter
    for stage, kind in (("closed", None), ("closed", "won"), ("triaged", "resolved")):
        with pytest.raises(ValueError, match="go with"):
            move(db, SYSTEM, matter, stage, kind)


def test_closing_is_news(world: World, db: Db, heard: list[object]) -> None:
    for kind in CLOSE_KINDS:
        matter = file_matter(db, world).matter
        move(db, SYSTEM, matter, "closed", kind)
        assert MatterClosed(matter.id, kind) in heard


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("capacity", ["team", "department"])
def test_who_was_called_in_leaves_thirty_days_after(world: World, db: Db, capacity: str, late: bool) -> None:
    """Also who is called in after the closing: an alarm that is answered late."""
    matter, helper = file_matter(db, world).matter, Actor(account=world.accounts["police"].id)
    start = clock.now()
    with clock.held(start):
        if not late:
            involve(db, SYSTEM, matter, capacity, account_id=helper.account, act="test")
        move(db, SYSTEM, matter, "closed", close_kind="procedural")
        if late:
            involve(db, SYSTEM, matter, capacity, account_id=helper.account, act="test")
    for days, reads in ((29, True), (31, False)):
        with clock.held(start + timedelta(days=days)):
            assert READ.allows(db, helper, matter) == reads


def test_team_members_leave_thirty_days_after_the_closing(world: World, db: Db) -> None:
    matter = file_matter(db, world).matter
    involve(db, SYSTEM, matter, "team", account_id=world.accounts["police"].id, act="test")
    officer, at = world.actor("police"), clock.now()
    with clock.held(at):
        move(db, SYSTEM, matter, "closed", "resolved")
    with clock.held(at + timedelta(days=30, seconds=-1)):
        assert queries.get(db, officer, matter.id) is matter
    with clock.held(at + timedelta(days=30)), pytest.raises(Refused):
        queries.get(db, officer, matter.id)


def test_a_restricted_matter_is_shut_to_everybody(world: World, db: Db, heard: list[object]) -> None:
    """个人信息保护法 art.47: nothing but storage."""
    opened = file_matter(db, world)
    mediate(db, world, opened.matter)
    move(db, world.actor("clerk"), opened.matter, "restricted")
    for actor in (world.actor("clerk"), world.actor("mediator"), world.actor("head")):
        with pytest.raises(Refused):
            queries.get(db, actor, opened.matter.id)
    with pytest.raises(Refused):
        queries.own(db, world.visitor(opened.applicants[0].person_id, opened.matter.id))
    assert heard.count(InvolvementChanged(opened.matter.id, world.accounts["mediator"].id, None)) == 2


def test_r19_a_machine_proposes_and_a_person_decides(world: World, db: Db) -> None:
    matter = file_matter(db, world).matter
    with pytest.raises(Refused):
        classify(db, SYSTEM, matter, "0201", "M")
    assert matter.class_code is None
    classify(db, world.actor("clerk"), matter, "0201", "M")
    assert [matter.class_code, matter.mode] == ["0201", "M"]
    line = db.scalars(select(AuditLine).where(AuditLine.action == "matter.classified")).one()
    assert line.account_id == world.accounts["clerk"].id


def test_a_class_that_puts_safety_first_bars_joint_rooms(world: World, db: Db) -> None:
    clerk, matter = world.actor("clerk"), file_matter(db, world).matter
    unsafe = min(load().flagged(Flag.X))
    classify(db, clerk, matter, unsafe, "M")
    assert matter.joint_barred
    classify(db, clerk, matter, "0201", "M")
    assert not matter.joint_barred
    flag_danger(db, clerk, matter)
    classify(db, clerk, matter, "0201", "M")
    assert matter.joint_barred, "danger bars them for good"


def test_a_closed_matter_keeps_its_class(world: World, db: Db) -> None:
    matter = file_matter(db, world).matter
    move(db, SYSTEM, matter, "closed", "procedural")
    with pytest.raises(Conflict):
        classify(db, world.actor("clerk"), matter, "0201", "M")


def test_the_same_involvement_twice_is_one(world: World, db: Db, heard: list[object]) -> None:
    matter = file_matter(db, world).matter
    one = involve(db, SYSTEM, matter, "mediator", account_id=world.accounts["mediator"].id, act="test")
    assert involve(db, SYSTEM, matter, "mediator", account_id=world.accounts["mediator"].id, act="again") is one
    end_involvement(db, SYSTEM, one, "recused")
    end_involvement(db, SYSTEM, one, "recused")
    assert one.ended_by == "recused"
    assert heard.count(InvolvementChanged(matter.id, world.accounts["mediator"].id, None)) == 2
    assert involve(db, SYSTEM, matter, "mediator", account_id=world.accounts["mediator"].id, act="back") is not one


def test_an_involvement_has_one_holder(world: World, db: Db) -> None:
    matter = file_matter(db, world).matter
    with pytest.raises(ValueError, match="one holder"):
        involve(db, SYSTEM, matter, "mediator", act="test")
    with pytest.raises(ValueError, match="one holder"):
        involve(db, SYSTEM, matter, "king", account_id=world.accounts["mediator"].id, act="test")
