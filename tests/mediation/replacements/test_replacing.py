"""A mediator leaves in the middle: the file shuts at once, the state stays, somebody else says first that they may."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE
from mediation.cases.rules import FINAL, STATES
from mediation.conflicts.rules import GROUNDS
from mediation.conflicts.services import declare
from mediation.meetings import jobs as unattended
from mediation.meetings import queries as calendar
from mediation.meetings.models import Meeting
from mediation.meetings.services import book
from mediation.replacements.rules import REPLACEABLE, STEPPING, shuts_the_desk
from mediation.replacements.services import step_back
from mediation.rooms.services import open_caucus
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import Job
from portal.kernel.policy import Refused
from portal.matters import queries as matters
from portal.matters.telling import coming, timeline_for
from portal.notices.bell.services import CLOSED
from portal.notices.models import Notice
from portal.rooms.rooms import queries as rooms
from portal.rooms.rooms import services as talk
from portal.schedule.bookings.models import BookedStep
from portal.schedule.bookings.services import book as take
from tests.mediation import dispute
from tests.mediation.agreements import deal
from tests.mediation.replacements.road import WORDS, named, replaced
from tests.world import World

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("state", STATES)
def test_when(state: str) -> None:
    assert (state in REPLACEABLE) is (state not in FINAL | {"assigned"})


@pytest.mark.parametrize("ground", STEPPING)
def test_an_interest_shuts_every_office_an_illness_does_not(ground: str) -> None:
    assert shuts_the_desk(ground) is (ground in GROUNDS)


@pytest.mark.parametrize("state", ["consent_pending", "accepted", "in_session", "adjourned", "suspended", "drafting"])
def test_the_file_shuts_at_once_and_the_state_stays(db: Db, world: World, state: str) -> None:
    case, former = dispute.at(db, world, state), world.actor("mediator")
    before = coming(db, case.matter)
    step_back(db, former, case.id, "interest", WORDS)
    assert (case.state, case.vacant_since is not None) == (state, True)
    for look in (lambda: cases.get(db, former, case.id), lambda: matters.get(db, former, case.matter_id)):
        with pytest.raises(Refused):
            look()
    assert coming(db, case.matter).text != before.text
    named(db, world, case)
    successor = world.actor("mediator2")
    with pytest.raises(Refused):
        cases.get(db, successor, case.id)
    declare(db, successor, case.id, None)
    assert (case.state, case.mediator_id, case.vacant_since) == (state, successor.account, None)
    assert coming(db, case.matter) == before
    assert MEDIATE.allows(db, successor, case)
    assert not MEDIATE.allows(db, former, case)
    with pytest.raises(Refused):
        cases.get(db, former, case.id)


def test_what_the_former_was_told_stays_without_a_way_into_the_file(db: Db, world: World) -> None:
    case, former = dispute.at(db, world, "accepted"), world.actor("mediator")
    mine = select(Notice).where(Notice.account_id == former.account, Notice.matter_id == case.matter_id)
    before = db.scalars(mine).all()
    assert before
    assert not any(CLOSED in notice.params for notice in before)
    step_back(db, former, case.id, "interest", WORDS)
    assert [n.key for n in before if CLOSED not in n.params] == []
    named(db, world, case)
    theirs = db.scalars(select(Notice).where(Notice.account_id == world.actor("mediator2").account)).all()
    assert theirs
    assert not any(CLOSED in notice.params for notice in theirs)


def test_the_parties_learn_that_and_not_why(db: Db, world: World) -> None:
    case = dispute.accepted(db, world)
    replaced(db, world, case)
    for party in dispute.parties(db, case):
        told = dispute.told(db, person_id=party.person_id)
        assert (told.count("mediator.left"), told.count("mediator.came")) == (1, 1)
        lines = " ".join(line.text for line in timeline_for(db, dispute.visitor(party), case.matter))
        assert "mediator2 同志" in lines
        assert "关系，可能影响公正" not in lines
    staff = " ".join(line.text for line in timeline_for(db, world.actor("head"), case.matter))
    assert "可能影响公正" in staff


def test_whoever_was_not_reached_yet_hears_nothing(db: Db, world: World) -> None:
    case = dispute.opened(db, world)
    replaced(db, world, case)
    assert dispute.told(db, person_id=dispute.respondent(db, case).person_id) == []


def test_the_rooms_fall_silent_and_a_caucus_stays_between_two(db: Db, world: World) -> None:
    case, former = dispute.accepted(db, world), world.actor("mediator")
    joint, caucus = dispute.open_joint(db, former, case), open_caucus(db, former, case.id, "a")
    step_back(db, former, case.id, "interest", "")
    for room in (joint, caucus):
        assert former.account not in rooms.listeners(db, room.id)
        assert room.closed_at is not None
        with pytest.raises(Refused):
            talk.say(db, dispute.visitor(dispute.applicant(db, case)), room.id, "在吗", "1")
    named(db, world, case)
    declare(db, world.actor("mediator2"), case.id, None)
    successor = world.accounts["mediator2"].id
    assert successor in rooms.listeners(db, joint.id)
    assert successor not in rooms.listeners(db, caucus.id)
    assert open_caucus(db, world.actor("mediator2"), case.id, "a").id != caucus.id


def booked(db: Db, world: World, case: MediationCase) -> Meeting:
    start = calendar.free_times(db, case, world.venue, HOUR, None)[0]
    return book(db, world.actor("mediator"), case.id, world.venue.id, start, HOUR, None)


def steps_of(db: Db, account: object) -> int:
    return len(db.scalars(select(BookedStep.step).where(BookedStep.resource == account)).all())


@pytest.mark.parametrize("free", [True, False])
def test_what_is_booked_stays_if_the_new_one_is_free(db: Db, world: World, free: bool) -> None:
    with clock.held(MONDAY):
        case = dispute.accepted(db, world)
        meeting = booked(db, world, case)
        step_back(db, world.actor("mediator"), case.id, "unable", "")
        assert steps_of(db, world.accounts["mediator"].id) == 0
        assert meeting.cancelled_at is None
        if not free:
            theirs, start = [world.accounts["mediator2"].id], meeting.starts_at
            take(db, kind="other", holder=world.center.id, resources=theirs, start=start, end=start + HOUR)
        named(db, world, case)
        declare(db, world.actor("mediator2"), case.id, None)
        assert (meeting.cancelled_at is None) is free
        assert case.state == ("scheduled" if free else "preparing")
        assert case.matter.next_key == ("next.meeting" if free else "next.arrange")


@pytest.mark.parametrize("filled", [True, False])
def test_a_meeting_without_a_mediator_is_called_off_the_day_before(portal: Portal, world: World, filled: bool) -> None:
    with clock.held(MONDAY), portal.database.writing() as db:
        case = dispute.accepted(db, world)
        meeting = booked(db, world, case)
        step_back(db, world.actor("mediator"), case.id, "unable", "")
        if filled:
            named(db, world, case)
            declare(db, world.actor("mediator2"), case.id, None)
    with clock.held(meeting.starts_at - timedelta(days=1)):
        unattended.call_off_unattended(Job(portal.database, meeting.id, {"meeting": meeting.id.hex}, 1))
        with portal.database.reading() as db:
            assert (db.get_one(Meeting, meeting.id).cancelled_at is None) is filled


def test_what_lay_before_the_parties_to_sign_is_taken_back(db: Db, world: World) -> None:
    version = deal.frozen(db, world)
    case = deal.case_of(version)
    replaced(db, world, case)
    assert (version.state, case.state) == ("superseded", "drafting")
