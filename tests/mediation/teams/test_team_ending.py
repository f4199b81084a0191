"""How a seat ends by itself or with others: in silence, with a newcomer, with the matter, with another mediator."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from mediation.conflicts.services import declare
from mediation.joining.services import join
from mediation.replacements.services import name as name_mediator
from mediation.replacements.services import step_back
from mediation.teams import services
from mediation.terminations.services import terminate
from portal.accounts.models import RoleGrant
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import Job
from portal.kernel.policy import Actor, Conflict, Refused
from portal.matters.models import Involvement, TimelineEntry
from portal.matters.rules import TEAM_STAYS
from portal.people.persons.services import PersonData
from portal.rooms.rooms import queries as rooms
from portal.teams.roster.queries import of_centre
from portal.teams.roster.services import remove
from portal.teams.seats import queries
from portal.teams.seats.calling import Call
from portal.teams.seats.rooms import open_one
from portal.teams.seats.services import advise, answer
from tests.mediation import dispute
from tests.mediation.teams import convening
from tests.mediation.teams.convening import sees
from tests.world import LONG_AGO, World


@pytest.mark.both_engines
@pytest.mark.parametrize(("stated", "becomes"), [(False, "lapsed"), (True, "refused")])
def test_who_says_nothing_in_time(portal: Portal, world: World, stated: bool, becomes: str) -> None:
    with portal.database.writing() as db:
        convening.roster(db, world)
        case = dispute.accepted(db, world)
        convening.called(db, world, case, "police")
        seat = convening.states(db, world, case, "police") if stated else convening.seat(db, world, case, "police")
        if stated:
            convening.says(db, world, case, "police", "yes", "")
        seat_id, due = seat.id, seat.due_at
    job = Job(portal.database, seat_id, {"seat": seat_id.hex}, 1)
    portal.handlers["team.lapse"](job)
    with portal.database.reading() as db:
        assert convening.seat(db, world, case, "police").state == ("asked" if stated else "invited"), "not yet"
    with clock.held(due + timedelta(seconds=1)):
        portal.handlers["team.lapse"](job)
        portal.handlers["team.lapse"](job)
    with portal.database.reading() as db:
        assert convening.seat(db, world, case, "police").state == becomes
        assert not sees(db, world, case, "police")


def test_somebody_who_joins_is_asked_too_and_until_then_the_seat_is_empty(db: Db, world: World) -> None:
    case = convening.seated(db, world, "police")
    party = join(db, world.actor("mediator"), case.id, PersonData("戴望山", phone=dispute.phone_of("戴望山")))
    dispute.invited(db, world, case, party)
    dispute.says(db, case, party, "yes")
    assert convening.seat(db, world, case, "police").state == "asked"
    assert not sees(db, world, case, "police")
    answer(db, dispute.visitor(party), convening.seat(db, world, case, "police").id, "yes")
    assert convening.seat(db, world, case, "police").state == "seated"
    assert sees(db, world, case, "police")


@pytest.mark.both_engines
def test_the_team_ends_with_the_matter_and_reads_for_thirty_days(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        case = convening.seated(db, world, "police")
        convening.called(db, world, case, "judge")
        terminate(db, world.actor("mediator"), case, "no_agreement")
        seat = convening.seat(db, world, case, "police")
        team = queries.of_holder(db, case.id)
        assert team is not None
        assert team.ended_at is not None
        assert convening.seat(db, world, case, "judge").state == "left"
        with pytest.raises(Refused):
            advise(db, world.actor("police"), seat.id, "太晚了")
        with pytest.raises(Conflict):
            convening.called(db, world, case, "lawyer")
        ended, team_id = team.ended_at, team.id
    for late in (False, True):
        with clock.held(ended + TEAM_STAYS + timedelta(seconds=1 if late else -60)):
            portal.handlers["team.read_no_more"](Job(portal.database, team_id, {"team": team_id.hex}, 1))
            with portal.database.reading() as db:
                assert sees(db, world, case, "police") is not late
                listed = db.scalars(queries.visible_to(world.actor("police"))).unique().all()
                assert [one.id for one in listed] == ([] if late else [seat.id])


def test_a_new_mediator_comes_into_the_team_and_never_sits_in_it(db: Db, world: World) -> None:
    case = convening.seated(db, world, "police", "social_worker")
    account = db.merge(world.accounts["social_worker"])
    account.grants.append(
        RoleGrant(account_id=account.id, role="mediator", organisation_id=world.committee.id, since=LONG_AGO)
    )
    db.flush()
    world.accounts["social_worker"] = account
    step_back(db, world.actor("mediator"), case.id, "unable", "")
    assert open_one(db, case.id) is None, "without a mediator the team is silent"
    name_mediator(db, world.actor("head"), case.id, case.committee_id, account.id)
    declare(db, world.actor("social_worker"), case.id, None)
    assert convening.seat(db, world, case, "social_worker").state == "left"
    room = open_one(db, case.id)
    assert room is not None
    assert rooms.listeners(db, room.id) == {account.id, world.accounts["police"].id}


def test_somebody_off_duty_or_off_the_roster(db: Db, world: World) -> None:
    convening.roster(db, world)
    case = dispute.accepted(db, world)
    entry = next(one for one in of_centre(db, world.center.id) if one.account_id == world.accounts["police"].id)
    remove(db, world.actor("clerk"), entry.id)
    with pytest.raises(Conflict):
        convening.called(db, world, case, "police")
    assert convening.called(db, world, case, "police2")


def test_the_one_who_mediates_and_the_parties_are_not_offered(db: Db, world: World) -> None:
    convening.roster(db, world)
    case = dispute.accepted(db, world)
    with pytest.raises(Conflict):
        services.convene(
            db, world.actor("mediator"), case.id, "事实", [Call("police", case.mediator_id, "问")]
        )  # fmt: skip
    with pytest.raises(Conflict):
        services.convene(
            db, world.actor("mediator"), case.id, "事实", [Call("judge", world.accounts["police"].id, "问")]
        )  # fmt: skip


@pytest.mark.both_engines
def test_two_answers_at_once_seat_somebody_once(portal: Portal, world: World) -> None:
    """Both sides press yes in the same moment: one seat, one involvement, one sentence."""
    with portal.database.writing() as db:
        convening.roster(db, world)
        case = dispute.accepted(db, world)
        convening.called(db, world, case, "police")
        seat_id = convening.states(db, world, case, "police").id
        people = [dispute.visitor(party) for party in dispute.parties(db, case)]
        matter_id = case.matter_id
    start, failed = threading.Barrier(2), []

    def press(who: Actor) -> None:
        start.wait()
        try:
            with portal.database.writing() as own:
                answer(own, who, seat_id, "yes")
        except Exception as wrong:
            failed.append(wrong)

    threads = [threading.Thread(target=press, args=(who,)) for who in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    with portal.database.reading() as db:
        assert convening.seat(db, world, case, "police").state == "seated"
        ways = select(Involvement.id).where(Involvement.matter_id == matter_id, Involvement.capacity == "team")
        assert len(db.scalars(ways).all()) == 1
        told = select(TimelineEntry.id).where(TimelineEntry.matter_id == matter_id, TimelineEntry.key == "team.seated")
        assert len(db.scalars(told).all()) == 1
