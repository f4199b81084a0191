"""Who may open a matter: policy and query give the same answer for every kind of actor, and it is the right one."""

from datetime import timedelta

import pytest

from portal.accounts.roles import ROLES
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM, Actor, Grant, Refused
from portal.matters import queries
from portal.matters.docket import queries as docket
from portal.matters.docket.rules import Asked
from portal.matters.models import Matter
from portal.matters.policy import CASE_ROLES, DOCKET, HAND_IN, READ, REVEAL, SHOW, STATUS
from portal.matters.services import Opened, end_involvement, involve
from portal.people.persons.policy import CONTACT
from tests.portal.matters.filing import everybody, file_matter, mediate
from tests.world import World

AT_THE_DESK = {"clerk", "dispatcher", "clerk of this area"}
IN_THE_COMMITTEE = {"head", "secretary", "mediator"}


def opens(db: Db, actor: Actor, matter: Matter) -> bool:
    """The one answer that policy, list and loading give; fails when they differ."""
    by_policy = READ.allows(db, actor, matter)
    by_query = db.scalar(queries.visible_to(actor).where(Matter.id == matter.id)) is not None
    try:
        queries.get(db, actor, matter.id)
        by_get = True
    except Refused:
        by_get = False
    assert by_policy == by_query == by_get, actor
    return by_policy


def who_opens(db: Db, world: World, opened: Opened) -> set[str]:
    return {name for name, actor in everybody(world, opened).items() if opens(db, actor, opened.matter)}


def test_who_opens_a_matter_on_its_way(world: World, db: Db) -> None:
    one, other = file_matter(db, world), file_matter(db, world)
    assert who_opens(db, world, one) == {"applicant", *AT_THE_DESK}
    mediate(db, world, one.matter)
    assert who_opens(db, world, one) == {"applicant", *AT_THE_DESK, *IN_THE_COMMITTEE}
    person = one.respondents[0].person_id
    involve(db, SYSTEM, one.matter, "party", person_id=person, side="b", act="mediation.reply")
    involve(db, SYSTEM, one.matter, "team", account_id=world.accounts["police"].id, act="team")
    assert who_opens(db, world, one) == {"applicant", "respondent", "police", *AT_THE_DESK, *IN_THE_COMMITTEE}
    assert who_opens(db, world, other) == {"applicant", *AT_THE_DESK}


def test_a_respondent_who_was_not_let_in_sees_nothing(world: World, db: Db) -> None:
    opened = file_matter(db, world)
    respondent = world.visitor(opened.respondents[0].person_id, opened.matter.id)
    for permission in (READ, STATUS, SHOW, HAND_IN, REVEAL):
        assert not permission.allows(db, respondent, opened.matter), permission.name
    with pytest.raises(Refused):
        queries.own(db, respondent)
    with pytest.raises(Refused):
        queries.timeline_for(db, respondent, opened.matter)


def test_the_end_of_an_involvement_shuts_everything_at_once(world: World, db: Db) -> None:
    matter = file_matter(db, world).matter
    row = involve(db, SYSTEM, matter, "mediator", account_id=world.accounts["mediator"].id, act="test")
    mediator = world.actor("mediator")
    with clock.held(clock.now()):
        assert opens(db, mediator, matter)
        end_involvement(db, SYSTEM, row, "recused")
        assert not opens(db, mediator, matter), "in the same instant"


def test_an_involvement_begins_when_it_begins(world: World, db: Db) -> None:
    matter = file_matter(db, world).matter
    with clock.held(clock.now() + timedelta(days=1)):
        involve(db, SYSTEM, matter, "mediator", account_id=world.accounts["mediator"].id, act="test")
    assert not opens(db, world.actor("mediator"), matter)


def test_a_case_code_opens_one_matter_alone(world: World, db: Db) -> None:
    one, other = file_matter(db, world), file_matter(db, world)
    person = one.applicants[0].person_id
    involve(db, SYSTEM, other.matter, "party", person_id=person, side="a", act="test")
    assert opens(db, world.visitor(person, one.matter.id), one.matter)
    assert not opens(db, world.visitor(person, one.matter.id), other.matter)
    assert opens(db, world.visitor(person, other.matter.id), other.matter)


def test_only_the_role_of_mediator_gives_a_mediators_rights(world: World, db: Db) -> None:
    matter = file_matter(db, world).matter
    involve(db, SYSTEM, matter, "mediator", account_id=world.accounts["police"].id, act="by mistake")
    assert not opens(db, world.actor("police"), matter)


def test_every_role_alone_opens_nothing(world: World, db: Db) -> None:
    """A role without an involvement of its desk is not enough, whatever the role."""
    matter = file_matter(db, world).matter
    for role in ROLES:
        actor = Actor(account=world.accounts["admin"].id, grants=(Grant(role, world.committee.id),))
        assert not opens(db, actor, matter), role


def test_where_a_permission_opens_its_door(world: World, db: Db) -> None:
    opened = file_matter(db, world)
    mediate(db, world, opened.matter)
    actors = everybody(world, opened)
    may = {
        permission.name: {name for name, actor in actors.items() if permission.allows(db, actor, opened.matter)}
        for permission in (STATUS, SHOW, REVEAL, HAND_IN)
    }
    handlers = AT_THE_DESK | IN_THE_COMMITTEE
    assert may[STATUS.name] == {"applicant"}
    assert may[SHOW.name] == handlers
    assert may[REVEAL.name] == handlers
    assert may[HAND_IN.name] == handlers | {"applicant"}
    doors = {role for role in ROLES if DOCKET.door(Actor(account=opened.matter.id, grants=(Grant(role),)))}
    assert doors == {*CASE_ROLES, "grid_worker"}
    assert not {"centre_head", "statistician", "admin", "auditor", "dpo", "archivist"} & doors


def test_who_may_know_a_partys_numbers(world: World, db: Db) -> None:
    opened = file_matter(db, world)
    mediate(db, world, opened.matter)
    involve(db, SYSTEM, opened.matter, "team", account_id=world.accounts["police"].id, act="team")
    involve(db, SYSTEM, opened.matter, "party", person_id=opened.respondents[0].person_id, side="b", act="reply")
    person = opened.applicants[0].person
    may = {name for name, actor in everybody(world, opened).items() if CONTACT.allows(db, actor, person)}
    assert may == {"applicant", "applicant of another matter", *AT_THE_DESK, *IN_THE_COMMITTEE}


def test_the_docket_lists_exactly_what_may_be_opened(world: World, db: Db) -> None:
    """Over all places of an actor: nothing more than the rights give, and nothing less."""
    matters = [file_matter(db, world) for _ in range(4)]
    mediate(db, world, matters[0].matter)
    mediate(db, world, matters[1].matter, "mediator2")
    involve(db, SYSTEM, matters[2].matter, "team", account_id=world.accounts["police"].id, act="team")
    for name, actor in everybody(world, matters[0]).items():
        if not actor.is_staff:
            continue
        listed = {
            row.id for place in docket.places(db, actor) for row in docket.found(db, actor, place, Asked()).matters
        }
        assert listed == {one.matter.id for one in matters if opens(db, actor, one.matter)}, name
