"""The centre's desk holds a matter until a committee has it; then it is a counter. Whoever filed for others has the
same place. A class marked P is read by names."""

from collections.abc import Mapping

import pytest

from portal.accounts.models import Account
from portal.app import Portal
from portal.intake.dispatch.policy import ASSIGN, TRIAGE
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.files.services import store
from portal.kernel.policy import SYSTEM, Actor, Grant, Permission
from portal.matters import queries
from portal.matters.docket import queries as docket
from portal.matters.docket.rules import Asked
from portal.matters.evidence import queries as evidence
from portal.matters.evidence.services import add_evidence
from portal.matters.identities.policy import SEE
from portal.matters.models import Evidence, Matter
from portal.matters.policy import (
    CORRECT_PARTY,
    HAND_IN,
    READ,
    REVEAL,
    SEE_EVIDENCE,
    SHOW,
    at_counter,
    may_hand_in,
)
from portal.matters.rules import STAGES
from portal.matters.services import Opened, classify, involve, move
from portal.people.persons.policy import CONTACT
from tests.portal.matters.filing import everybody, file_matter, mediate
from tests.world import World

DESK = ("clerk", "dispatcher", "clerk of this area")
WAY = ("triaged", "routed", "active", "closed", "archived", "restricted")
FULL = {READ, SHOW, REVEAL, CORRECT_PARTY, HAND_IN, SEE, TRIAGE, ASSIGN, CONTACT, SEE_EVIDENCE}
WINDOW = {READ, SHOW, HAND_IN, SEE}
"""Left to the window while a committee works on it; afterwards how far it is, and a new PIN for whoever lost it."""
LEFT: Mapping[str, set[Permission]] = {
    "registered": FULL,
    "triaged": FULL,
    "routed": FULL,
    "active": WINDOW,
    "closed": {READ, SHOW, SEE},
    "archived": {READ, SHOW, SEE},
    "restricted": set(),
}


def brought_to(db: Db, matter: Matter, stage: str) -> None:
    for step in WAY[: STAGES.index(stage)]:
        move(db, SYSTEM, matter, step, "resolved" if step == "closed" else None)


def filed_by_grid(db: Db, world: World) -> tuple[Opened, Account]:
    grid = world.account(db, "grid", "grid_worker", world.center)
    opened = file_matter(db, world)
    involve(db, world.actor("grid"), opened.matter, "counter", account_id=grid.id, act="matter.filed_for")
    return opened, grid


def piece_of(db: Db, portal: Portal, opened: Opened) -> Evidence:
    return add_evidence(
        db, SYSTEM, opened.matter, store(db, "一份材料".encode(), "a.txt", portal.settings), opened.applicants[0]
    )


def rights(db: Db, actor: Actor, opened: Opened, piece: Evidence) -> set[Permission]:
    """What policy gives; the queries must give the same."""
    about: dict[Permission, object] = {CONTACT: opened.applicants[0].person, SEE_EVIDENCE: piece}
    held = {one for one in FULL if one.allows(db, actor, about.get(one, opened.matter))}
    assert (db.scalar(queries.visible_to(actor).where(Matter.id == opened.matter.id)) is not None) == (READ in held)
    assert (db.scalar(evidence.visible_to(actor).where(Evidence.id == piece.id)) is not None) == (SEE_EVIDENCE in held)
    return held


@pytest.mark.both_engines
@pytest.mark.parametrize("stage", STAGES)
def test_what_the_desk_holds_at_every_stage(world: World, db: Db, portal: Portal, stage: str) -> None:
    opened, _grid = filed_by_grid(db, world)
    piece = piece_of(db, portal, opened)
    mediate(db, world, opened.matter)
    brought_to(db, opened.matter, stage)
    people = everybody(world, opened)
    for name in DESK:
        assert rights(db, people[name], opened, piece) == LEFT[stage], name
        assert at_counter(db, people[name], opened.matter) == (LEFT[stage] not in (FULL, set()))
        assert bool(queries.timeline_for(db, people[name], opened.matter) if LEFT[stage] else ()) == (
            LEFT[stage] == FULL
        )
    assert rights(db, world.actor("grid"), opened, piece) == LEFT[stage] & {READ, SHOW, HAND_IN}
    for name in ("clerk of another area", "clerk of another centre", "duty", "centre_head", "admin"):
        assert rights(db, people[name], opened, piece) == set(), name


def test_given_back_the_desk_has_it_again(world: World, db: Db, portal: Portal) -> None:
    opened = file_matter(db, world)
    piece = piece_of(db, portal, opened)
    brought_to(db, opened.matter, "active")
    assert rights(db, world.actor("clerk"), opened, piece) == WINDOW
    move(db, SYSTEM, opened.matter, "triaged")
    assert rights(db, world.actor("clerk"), opened, piece) == FULL


def test_another_way_in_is_not_narrowed_by_the_counter(world: World, db: Db, portal: Portal) -> None:
    opened = file_matter(db, world)
    piece = piece_of(db, portal, opened)
    brought_to(db, opened.matter, "active")
    both = world.account(db, "both", "clerk", world.center)
    actor = Actor(both.id, grants=(Grant("clerk", world.center.id), Grant("mediator", world.committee.id)))
    involve(db, SYSTEM, opened.matter, "mediator", account_id=both.id, act="test")
    assert rights(db, actor, opened, piece) == FULL - {TRIAGE, ASSIGN}
    assert not at_counter(db, actor, opened.matter)


def test_the_counter_hands_in_for_a_party_and_for_nobody_else(world: World, db: Db) -> None:
    opened, _grid = filed_by_grid(db, world)
    brought_to(db, opened.matter, "active")
    for login in ("clerk", "grid"):
        assert may_hand_in(db, world.actor(login), opened.matter, opened.respondents[0])
        assert not may_hand_in(db, world.actor(login), opened.matter, None)


def test_a_grid_worker_sees_what_they_filed_while_they_are_one(world: World, db: Db, portal: Portal) -> None:
    opened, grid = filed_by_grid(db, world)
    piece = piece_of(db, portal, opened)
    other = file_matter(db, world)
    world.account(db, "grid2", "grid_worker", world.center)
    assert not READ.allows(db, world.actor("grid"), other.matter)
    assert rights(db, world.actor("grid2"), opened, piece) == set()
    assert rights(db, Actor(grid.id, grants=(Grant("social_worker", world.center.id),)), opened, piece) == set()


@pytest.mark.both_engines
def test_what_a_counter_does_not_show_cannot_be_asked_of_its_list(world: World, db: Db) -> None:
    here, (gone, _grid) = file_matter(db, world), filed_by_grid(db, world)
    for one in (here, gone):
        classify(db, world.actor("dispatcher"), one.matter, "0116", "M")
        one.matter.danger = True
    brought_to(db, gone.matter, "active")
    both, own = {here.matter.id, gone.matter.id}, {gone.matter.id}
    for login, everything in (("clerk", both), ("grid", own)):
        actor = world.actor(login)
        place = docket.places(db, actor)[0]
        found = docket.found(db, actor, place, Asked())
        assert {row.id for row in found.matters} == everything
        assert set(found.counter) == own
        for asked in (Asked(major="01"), Asked(danger=True)):
            assert {row.id for row in docket.found(db, actor, place, asked).matters} == everything - own
            assert docket.counts(db, actor, place, [asked]) == [len(everything - own)]


@pytest.mark.both_engines
def test_a_class_marked_p_is_read_by_names(world: World, db: Db, portal: Portal) -> None:
    """Whoever decided and the dispatchers of that day; a class without the mark gives it back to the desk."""
    opened = file_matter(db, world)
    piece = piece_of(db, portal, opened)
    move(db, SYSTEM, opened.matter, "triaged")
    classify(db, world.actor("dispatcher"), opened.matter, "1113", "M")
    later = world.account(db, "later", "dispatcher", world.center)
    assert rights(db, world.actor("dispatcher"), opened, piece) == FULL
    assert rights(db, world.actor("clerk"), opened, piece) == set()
    assert rights(db, world.actor("later"), opened, piece) == set()
    lost = Actor(world.accounts["dispatcher"].id, grants=(Grant("supervisor", world.center.id),))
    assert rights(db, lost, opened, piece) == set()
    with clock.held(clock.now()):
        classify(db, world.actor("dispatcher"), opened.matter, "0201", "M")
        assert rights(db, world.actor(later.login), opened, piece) == FULL
        assert rights(db, world.actor("clerk"), opened, piece) == FULL
        named = [one for one in queries.workers(db, opened.matter) if one[0] == "desk"]
        assert [(account, bool(body)) for _, account, body in named] == [(None, 1)]
