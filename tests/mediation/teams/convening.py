"""A roster and a team, for tests: two people for each post, called in, willing, wanted."""

from mediation.cases.models import MediationCase
from mediation.teams.services import convene
from portal.kernel.db import Db
from portal.kernel.policy import Refused
from portal.matters import queries as matters
from portal.teams.roster.rules import POSTS
from portal.teams.roster.services import enter
from portal.teams.seats import queries
from portal.teams.seats.calling import Call
from portal.teams.seats.models import CaseTeam, Seat
from portal.teams.seats.services import answer, state
from tests.mediation import dispute
from tests.world import World

FACTS = "四天的工钱一千零四十元没有给"
QUESTION = "怎样说船主才听得进去"


def roster(db: Db, world: World) -> None:
    """Two people for each post, on duty from Monday to Friday; 'police' is there already."""
    for post in POSTS:
        for login in (post, f"{post}2"):
            if login not in world.accounts:
                world.account(db, login, post, world.center)
            enter(db, world.actor("clerk"), world.center, post, world.accounts[login].id)


def called(db: Db, world: World, case: MediationCase, *logins: str, by: str = "mediator") -> CaseTeam:
    """Asked for the post of the same name."""
    calls = [Call(login.rstrip("2"), world.accounts[login].id, QUESTION) for login in logins]
    return convene(db, world.actor(by), case.id, FACTS, calls)


def seat(db: Db, world: World, case: MediationCase, login: str) -> Seat:
    """Theirs, as it is now."""
    team = queries.of_holder(db, case.id)
    assert team is not None
    return next(one for one in reversed(queries.seats(db, team)) if one.account_id == world.accounts[login].id)


def states(db: Db, world: World, case: MediationCase, login: str, *, free: bool = True) -> Seat:
    """They say whether they may."""
    return state(db, world.actor(login), seat(db, world, case, login).id, free=free)


def says(db: Db, world: World, case: MediationCase, login: str, *answers: str) -> Seat:
    """The parties' answers, in the order of registration; '' says nothing."""
    there = [party for party in dispute.parties(db, case) if party.left_at is None]
    for party, said in zip(there, answers, strict=True):
        if said:
            answer(db, dispute.visitor(party), seat(db, world, case, login).id, said)
    return seat(db, world, case, login)


def seated(db: Db, world: World, *logins: str, case: MediationCase | None = None) -> MediationCase:
    """A mediation with these people on its team."""
    roster(db, world)
    case = case or dispute.accepted(db, world)
    called(db, world, case, *logins)
    for login in logins:
        states(db, world, case, login)
        says(db, world, case, login, *("yes" for one in dispute.parties(db, case) if one.left_at is None))
    return case


def sees(db: Db, world: World, case: MediationCase, login: str) -> bool:
    """Whether the matter opens for them."""
    try:
        matters.get(db, world.actor(login), case.matter_id)
    except Refused:
        return False
    return True
