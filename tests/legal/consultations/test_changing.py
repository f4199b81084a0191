"""Another time, none, late, missed, put off: who may, until when, and who is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from legal.consultations import changing, jobs, meeting, queries
from legal.consultations.models import Consultation
from portal.app import Portal
from portal.followup.ratings.models import Rating
from portal.kernel import clock
from portal.kernel.db import Db, new_id
from portal.kernel.outbox import Job
from portal.kernel.policy import Conflict, Refused
from portal.matters.models import Involvement, Matter
from portal.matters.policy import READ as MATTER
from portal.schedule.bookings.models import BookedStep, Booking
from tests.legal import office
from tests.mediation import dispute
from tests.world import World


def lawyers_in(db: Db, row: Consultation) -> set[object]:
    rows = select(Involvement.account_id).where(Involvement.matter_id == row.matter_id, Involvement.until.is_(None))
    return set(db.scalars(rows.where(Involvement.capacity == "lawyer")))


def test_moving_frees_the_former_time_and_tells_both(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = office.booked(db, world).consultation
        former = row.booking_id
        moved = changing.move(db, office.client_of(row), row.id, office.wanted(db, world, office.at(25, 9)))
        assert (moved.starts_at, moved.changes, moved.state) == (office.at(25, 9), 1, "booked")
        assert db.get_one(Booking, former).cancelled_at is not None
        assert office.at(24, 9) in office.starts(db, world)
        assert office.at(25, 9) not in office.starts(db, world)
        assert "consultation.moved" in dispute.told(db, row.person_id)
        assert "consultation.lawyer_moved" in dispute.told(db, account_id=row.lawyer_id)


def test_moving_to_another_lawyer_shuts_the_first_one_out(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = office.booked(db, world).consultation
        first = world.accounts["lawyer"].id
        chosen = office.wanted(db, world, office.at(25, 14), "lawyer2", "phone")
        changing.move(db, office.client_of(row), row.id, chosen)
        assert lawyers_in(db, row) == {world.accounts["lawyer2"].id}
        assert row.venue is None
        assert "consultation.lawyer_dropped" in dispute.told(db, account_id=first)
        assert dispute.told(db, account_id=row.lawyer_id) == ["consultation.lawyer_booked"]
        assert not MATTER.allows(db, world.actor("lawyer"), row.matter)
        with pytest.raises(Refused):
            queries.get(db, world.actor("lawyer"), row.id)


def test_a_time_that_is_gone_leaves_everything_as_it_was(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = office.booked(db, world).consultation
        office.booked(db, world, office.at(25, 9), name="卞立言", phone="13800008765")
        db.commit()
        with pytest.raises(Conflict, match="约走"):
            changing.move(db, office.client_of(row), row.id, office.wanted(db, world, office.at(25, 9)))
        db.rollback()
        kept = db.get_one(Consultation, row.id)
        assert (kept.starts_at, kept.changes) == (office.at(24, 9), 0)
        assert db.scalars(select(BookedStep).where(BookedStep.booking_id == kept.booking_id)).first() is not None


def test_after_the_limit_one_calls_and_the_desk_can(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = office.booked(db, world).consultation
    later = office.wanted(db, world, office.at(25, 9))
    with clock.held(office.at(24, 7, 1)):
        with pytest.raises(Conflict, match="打电话"):
            changing.move(db, office.client_of(row), row.id, later)
        with pytest.raises(Conflict, match="打电话"):
            changing.cancel(db, office.client_of(row), row.id)
        assert changing.move(db, world.actor("clerk"), row.id, later).changes == 0


def test_twice_is_enough(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = office.booked(db, world).consultation
        for day in (25, 26):
            changing.move(db, office.client_of(row), row.id, office.wanted(db, world, office.at(day, 9)))
        with pytest.raises(Conflict, match="两次"):
            changing.move(db, office.client_of(row), row.id, office.wanted(db, world, office.at(27, 9)))


def test_cancelling_ends_the_matter_and_shuts_what_was_asked(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = office.booked(db, world).consultation
        changing.cancel(db, office.client_of(row), row.id)
        assert (row.state, row.matter.stage, row.matter.close_kind) == ("cancelled", "closed", "procedural")
        assert office.at(24, 9) in office.starts(db, world)
        assert lawyers_in(db, row) == set()
        assert "consultation.cancelled" in dispute.told(db, row.person_id)
        assert "consultation.lawyer_dropped" in dispute.told(db, account_id=row.lawyer_id)
        assert db.scalars(select(Rating)).all() == []  # nobody is asked how they liked what did not happen
        with pytest.raises(Refused):
            queries.get(db, world.actor("lawyer"), row.id)
        with pytest.raises(Conflict):
            changing.cancel(db, world.actor("clerk"), row.id)


def test_late_is_not_lost(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = office.booked(db, world).consultation
    lawyer = world.actor("lawyer")
    with clock.held(office.at(24, 9, 14)), pytest.raises(Conflict, match="15"):
        meeting.miss(db, lawyer, row.id)
    with clock.held(office.at(24, 9, 15)):
        meeting.miss(db, lawyer, row.id)
        assert "consultation.no_show" in dispute.told(db, row.person_id)
    with clock.held(office.at(24, 9, 40)):
        assert meeting.arrive(db, world.actor("clerk"), row.id).state == "arrived"
        assert meeting.begin(db, lawyer, row.id).matter.stage == "active"
        assert (row.matter.class_code, row.matter.mode) == ("1201", "L")


def test_whoever_did_not_come_takes_another_time(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = office.booked(db, world).consultation
    with clock.held(office.at(24, 10)):
        meeting.miss(db, world.actor("lawyer"), row.id)
        changing.move(db, office.client_of(row), row.id, office.wanted(db, world, office.at(26, 9)))
    assert (row.state, row.changes, row.starts_at) == ("booked", 1, office.at(26, 9))


def test_put_off_by_the_lawyer_does_not_count(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = office.booked(db, world).consultation
        changing.postpone(db, world.actor("lawyer"), row.id)
        assert "consultation.postponed" in dispute.told(db, row.person_id)
        assert office.at(24, 9) in office.starts(db, world)
        changing.move(db, office.client_of(row), row.id, office.wanted(db, world, office.at(26, 9)))
        assert (row.state, row.changes) == ("booked", 0)


@pytest.mark.parametrize("login", ["clerk", "lawyer2", "mediator", "legalaid", "admin"])
def test_only_the_lawyer_receives_misses_and_puts_off(db: Db, world: World, login: str) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = office.booked(db, world).consultation
    with clock.held(office.at(24, 9, 30)):
        for act in (meeting.begin, meeting.miss, changing.postpone):
            with pytest.raises(Refused):
                act(db, world.actor(login), row.id)


@pytest.mark.parametrize("login", ["lawyer2", "mediator", "dispatcher", "legalaid", "admin", "duty"])
def test_strangers_arrange_nothing(db: Db, world: World, login: str) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row, other = office.booked(db, world).consultation, office.booked(db, world, office.at(24, 10, 30)).consultation
        later = office.wanted(db, world, office.at(25, 9))
        for actor in (world.actor(login), office.client_of(other)):
            with pytest.raises(Refused):
                changing.move(db, actor, row.id, later)
            with pytest.raises(Refused):
                changing.cancel(db, actor, row.id)
        with pytest.raises(Refused):
            changing.cancel(db, world.actor("clerk"), new_id())


def test_two_weeks_later_it_ends_in_silence(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        office.furnish(db, world)
        with clock.held(office.NOW):
            row = office.booked(db, world).consultation
        with clock.held(office.at(24, 10)):
            meeting.miss(db, world.actor("lawyer"), row.id)
            assert row.matter.next_due_at == row.starts_at + timedelta(days=14)
    work = Job(portal.database, new_id(), {}, 1)
    for days, state in ((13, "no_show"), (15, "cancelled")):
        with clock.held(office.at(24, 10) + timedelta(days=days)):
            jobs.lapse(work)
        with portal.database.reading() as db:
            assert db.get_one(Consultation, row.id).state == state
    with portal.database.reading() as db:
        assert db.get_one(Matter, row.matter_id).stage == "closed"
        assert set(dispute.told(db, row.person_id)) == {"consultation.booked", "consultation.no_show"}
