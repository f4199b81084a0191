"""Members see only their part, never sign as mediator (R-08); nothing of counselling passes through a team (R-15)."""

import itertools
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect, select

from mediation.agreements import signing
from mediation.agreements.models import Signer
from mediation.agreements.policy import DRAFT, FILL, SEAL, STAMP
from mediation.agreements.services import Written
from mediation.cases.models import MediationCase
from mediation.cases.policy import END, MEDIATE
from mediation.cases.policy import READ as READ_CASE
from mediation.rooms import services as rooms
from mediation.teams.policy import CONVENE
from portal.accounts.models import RoleGrant
from portal.app import Portal
from portal.kernel.db import Base, Db
from portal.kernel.db.database import commit
from portal.kernel.policy import ANONYMOUS, Actor, Refused
from portal.matters.holding import NEEDS_ROLE
from portal.matters.models import Involvement, TimelineEntry
from portal.matters.queries import role_in
from portal.matters.rules import CAPACITIES
from portal.rooms.rooms import services as talk
from portal.teams.roster.rules import POSTS
from portal.teams.seats import queries
from portal.teams.seats.models import Seat
from portal.teams.seats.policy import READ
from portal.teams.seats.services import advise
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.mediation.teams import convening
from tests.world import LONG_AGO, World

SECRET = "私下说：我最多只能出三千块"


@pytest.mark.parametrize("post", POSTS)
def test_r08_no_team_role_fills_the_mediators_place(db: Db, world: World, post: str) -> None:
    """Also not somebody who besides is a mediator of this very committee: the place is the case's mediator's alone."""
    version = deal.frozen(db, world)
    case = deal.case_of(version)
    for number, login in enumerate((post, f"{post}2")):
        member = _member(db, world, login, post, second=bool(number))
        db.add(Involvement(matter_id=case.matter_id, capacity="team", account_id=member.account, since=LONG_AGO,
                           opened_by="team.seated", stage=case.matter.stage, danger=False))  # fmt: skip
        db.flush()
        assert role_in(db, member, case.matter) == {"team"}
        for permission in (MEDIATE, DRAFT, SEAL, STAMP, END, READ_CASE, CONVENE):
            assert not permission.allows(db, member, case), permission.name
        places = db.scalars(select(Signer).where(Signer.version_id == version.id)).all()
        assert [one.kind for one in places if FILL.allows(db, member, one)] == []
        with pytest.raises(Refused):
            signing.fill(db, member, case.id, version.edition, Written(typed=member.display_name))


def _member(db: Db, world: World, login: str, post: str, *, second: bool) -> Actor:
    there = login in world.accounts
    account = db.merge(world.accounts[login]) if there else world.account(db, login, post, world.center)
    if second:
        grant = RoleGrant(account_id=account.id, role="mediator", organisation_id=world.committee.id, since=LONG_AGO)
        account.grants.append(grant)
        db.flush()
    world.accounts[login] = account
    return world.actor(login)


@pytest.mark.parametrize("capacity", CAPACITIES)
def test_r08_no_capacity_but_the_role_makes_a_mediator(db: Db, world: World, capacity: str) -> None:
    """Whatever somebody's part in the matter is called: without the role 'mediator' in the committee it mediates
    nothing."""
    case = dispute.accepted(db, world)
    for post in POSTS:
        member = _member(db, world, post, post, second=False)
        db.add(Involvement(matter_id=case.matter_id, capacity=capacity, account_id=member.account, since=LONG_AGO,
                           opened_by="test", stage=case.matter.stage, danger=False))  # fmt: skip
        db.flush()
        assert not MEDIATE.allows(db, member, case)
        assert not FILL.door(member)
    assert NEEDS_ROLE["mediator"] == ("mediator",)


def everybody(db: Db, world: World, case: MediationCase) -> dict[str, Actor]:
    """Staff, members, parties, a stranger."""
    people = {login: world.actor(login) for login in world.accounts}
    people["a stranger"] = ANONYMOUS
    for number, party in enumerate(dispute.parties(db, case)):
        people[f"party {number}"] = dispute.visitor(party)
    return people


@pytest.mark.parametrize("stage", ["invited", "asked", "seated", "refused", "left"])
def test_policy_and_query_agree_for_everybody_and_only_the_member_reads(db: Db, world: World, stage: str) -> None:
    convening.roster(db, world)
    case = dispute.accepted(db, world)
    convening.called(db, world, case, "police", "judge")
    if stage != "invited":
        convening.states(db, world, case, "police")
    if stage in ("seated", "left"):
        convening.says(db, world, case, "police", "yes", "yes")
    if stage == "left":
        convening.says(db, world, case, "police", "no", "")
    if stage == "refused":
        convening.says(db, world, case, "police", "no", "yes")
    seats = list(db.scalars(select(Seat)).unique())
    readers = set()
    for (name, actor), seat in itertools.product(everybody(db, world, case).items(), seats):
        listed = db.scalars(queries.visible_to(actor).where(Seat.id == seat.id)).unique().first() is not None
        assert listed is READ.allows(db, actor, seat), (name, seat.post)
        readers |= {(name, seat.post)} if listed else set()
    own = {("police", "police")} if stage in ("invited", "asked", "seated") else set()
    assert readers == {("judge", "judge")} | own


def test_whoever_holds_the_office_no_more_reads_nothing(db: Db, world: World) -> None:
    case = convening.seated(db, world, "police")
    seat = convening.seat(db, world, case, "police")
    former = Actor(account=world.accounts["police"].id, grants=())
    assert READ.allows(db, world.actor("police"), seat)
    assert not READ.allows(db, former, seat)
    assert db.scalars(queries.visible_to(former)).unique().all() == []


def browse(client: FlaskClient, portal: Portal, world: World, login: str, start: str) -> str:
    """All that somebody finds by following links from their first page."""
    world.sign_in(client, portal.database, login)
    seen: dict[str, str] = {}
    waiting = [start]
    while waiting:
        way = waiting.pop()
        if way in seen:
            continue
        response = client.get(way)
        seen[way] = response.get_data(as_text=True) if response.status_code == 200 else ""
        found = re.findall(r'href="(/[^"#]*)"', seen[way])
        waiting += [one.replace("&amp;", "&") for one in found if not re.search(r"static|sign-out|locale|/my/", one)]
    return "".join(seen.values())


@pytest.mark.parametrize("post", POSTS)
def test_a_member_finds_their_part_and_nothing_else(
    portal: Portal, world: World, client: FlaskClient, post: str
) -> None:
    """No story, no number, no caucus, no words of the agreement, wherever links lead."""
    with portal.database.session(writes=True) as db:
        convening.roster(db, world)
        version = deal.frozen(db, world)
        case = deal.case_of(version)
        rooms.open_caucus(db, world.actor("mediator"), case.id, "a")
        caucus = rooms.open_caucus(db, world.actor("mediator"), case.id, "a")
        talk.say(db, dispute.visitor(dispute.applicant(db, case)), caucus.id, SECRET, "1")
        convening.called(db, world, case, post)
        convening.states(db, world, case, post)
        convening.says(db, world, case, post, "yes", "yes")
        seat = convening.seat(db, world, case, post)
        advise(db, world.actor(post), seat.id, "先听完，再说自己的")
        case_id, matter_id, seat_id = case.id, case.matter_id, seat.id
        phones = [dispute.phone_of(party.person.name) for party in dispute.parties(db, case)]
        caucus_id = caucus.id
        commit(db)
    pages = browse(client, portal, world, post, "/desk/teams")
    assert convening.FACTS in pages
    assert convening.QUESTION in pages
    assert "先听完，再说自己的" in pages
    for secret in (dispute.STORY, SECRET, deal.FACTS, "墙面维修费", *phones):
        assert secret not in pages, secret
    assert not [phone for phone in phones if re.search(rf"(?<![-\w]){phone[-4:]}(?![-\w])", pages)]  # not in an id
    for way in (f"/cases/{case_id}", f"/cases/{case_id}/team", f"/cases/{case_id}/team/invite",
                f"/rooms/{caucus_id}", f"/cases/{case_id}/agreement",
                f"/matters/{matter_id}/people/{seat_id}"):  # fmt: skip
        assert client.get(way).status_code == 404, way
    if post != "counsellor":
        shown = client.get(f"/matters/{matter_id}?tab=people").get_data(as_text=True)
        assert not any(phone[-4:] in shown for phone in phones)


def test_r15_a_counsellor_in_a_team_brings_nothing_of_counselling_and_finds_nothing() -> None:
    """No table of a team points at one of counselling's, no package of the team knows it, no ground of stepping back
    is stored from which a client could be guessed."""
    columns = {column.name for column in inspect(Seat).local_table.columns}
    assert columns.isdisjoint({"ground", "reason", "why"})
    for mapper in Base.registry.mappers:
        name = mapper.local_table.name  # type: ignore[attr-defined]
        if name.startswith(("team_", "case_teams")):
            targets = {key.column.table.name for key in mapper.local_table.foreign_keys}
            assert not [one for one in targets if "counsel" in one], (name, targets)


def test_r15_a_counsellor_who_steps_back_reads_the_same_everywhere_as_anybody(db: Db, world: World) -> None:
    """A counsellor with a client among the parties says that they cannot take part, word for word like an officer."""
    convening.roster(db, world)
    case = dispute.accepted(db, world)
    convening.called(db, world, case, "counsellor", "police")
    before = len(dispute.told(db, account_id=case.mediator_id))
    for login in ("counsellor", "police"):
        convening.states(db, world, case, login, free=False)
    told = dispute.told(db, account_id=case.mediator_id)[before:]
    assert told == ["mediation.team_declined"] * 2
    rows = db.scalars(select(TimelineEntry).where(TimelineEntry.key == "team.declined")).all()
    assert [sorted(row.params) for row in rows] == [["name", "post"]] * 2
    assert {row.audience for row in rows} == {"staff"}
