"""Booking: one time for one person, the lawyer instead of the desk, both told, danger heard, nobody booked twice."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from legal.consultations import booking, jobs, queries, times
from legal.consultations.models import Consultation
from portal.app import Portal
from portal.clocks.models import RunningClock
from portal.intake.alarms.models import Alarm
from portal.intake.filing import receipts
from portal.intake.filing import services as filing
from portal.intake.filing.queries import draft_of
from portal.kernel import clock
from portal.kernel.db import Db, new_id
from portal.kernel.outbox import Job, OutboxRow
from portal.kernel.policy import Conflict, Refused
from portal.matters import queries as matters
from portal.matters.models import Involvement, Matter
from portal.notices.models import Delivery, Notice
from portal.people.consents.models import Consent
from portal.schedule.availability.services import close_days
from portal.schedule.bookings.models import Booking
from tests.legal import office
from tests.mediation import dispute
from tests.world import World


def test_the_lawyer_has_the_matter_and_the_desk_has_not(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        made = office.booked(db, world)
        row = made.consultation
        assert (row.state, row.starts_at, row.mode) == ("booked", office.at(24, 9), "visit")
        assert row.matter.story == office.STORY
        assert row.matter.stage == "routed"
        held = select(Involvement.capacity).where(Involvement.matter_id == row.matter_id, Involvement.until.is_(None))
        assert set(db.scalars(held)) == {"party", "lawyer"}
        assert matters.get(db, world.actor("lawyer"), row.matter_id) is row.matter
        for login in ("clerk", "dispatcher", "lawyer2", "centre_head"):
            with pytest.raises(Refused):
                matters.get(db, world.actor(login), row.matter_id)
        assert matters.own(db, office.client_of(row)) is row.matter
        assert db.scalars(select(Consent.purpose)).all() == ["service"]


def test_the_clock_of_triage_stops_with_the_booking(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = office.booked(db, world).consultation
        clocks = select(RunningClock).where(RunningClock.subject_id == row.matter_id)
        assert [one.stop_reason for one in db.scalars(clocks)] == ["matter.service_booked"]


def test_both_are_told_outside_the_time_alone(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = office.booked(db, world).consultation
    assert dispute.told(db, row.person_id) == ["consultation.booked"]
    assert dispute.told(db, account_id=row.lawyer_id) == ["consultation.lawyer_booked"]
    delivery = db.scalars(select(Delivery).join(Notice).where(Notice.person_id == row.person_id)).one()
    assert delivery.channel == "sms"


def test_the_booking_knows_neither_person_nor_matter(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = office.booked(db, world).consultation
    found = db.get_one(Booking, row.booking_id)
    assert found.holder == row.id
    assert {found.holder, found.id}.isdisjoint({row.person_id, row.matter_id})


def test_a_taken_time_is_offered_to_nobody_and_cannot_be_had(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        assert office.at(24, 9) in office.starts(db, world)
        office.booked(db, world)
        assert office.at(24, 9) not in office.starts(db, world)
        with pytest.raises(Conflict, match="约走"):
            office.booked(db, world, name="卞立言", phone="13800008765")
        assert office.booked(db, world, office.at(24, 9, 45), name="卞立言", phone="13800008765")
    assert db.scalar(select(func.count()).select_from(Matter)) == 2


@pytest.mark.parametrize(
    ("start", "mode"),
    [
        (office.at(24, 9, 5), "visit"),  # not one of the times
        (office.at(24, 9), "phone"),  # not in this way
        (office.at(28, 9), "visit"),  # a Saturday
        (office.at(23, 9), "visit"),  # in half an hour: too soon
        (office.at(20, 9), "visit"),  # past
    ],
)
def test_what_nobody_offers_cannot_be_booked(db: Db, world: World, start: object, mode: str) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW), pytest.raises(Conflict):
        office.booked(db, world, start, mode=mode)  # type: ignore[arg-type]
    assert db.scalar(select(func.count()).select_from(Consultation)) == 0


def test_a_lawyer_who_has_left_is_not_offered(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        world.accounts["lawyer"].grants[0].until = office.NOW - timedelta(days=1)
        db.flush()
        assert {one.name for one in times.lawyers(db, world.center.id)} == {"lawyer2 同志"}
        with pytest.raises(Conflict):
            office.booked(db, world)


def test_a_call_needs_a_number(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        with pytest.raises(Conflict, match="手机号"):
            office.booked(db, world, office.at(24, 14), mode="phone", phone="", channel="visit")
        assert office.booked(db, world, phone="", channel="visit").consultation.person.phone is None


def test_danger_is_heard_before_the_appointment(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        row = office.booked(db, world, story="他拿着刀在门口，说要杀了我").consultation
    assert row.matter.danger
    assert db.scalars(select(Alarm.matter_id)).all() == [row.matter_id]


def test_at_the_desk(db: Db, world: World) -> None:
    office.furnish(db, world)
    known = {
        "topic": "family", "story": "离婚孩子归谁", "dangers": ["none"], "name": "田大娘", "phone": "",
        "channel": "visit", "source": "counter", "locale": "zh",
    }  # fmt: skip
    with clock.held(office.at(24, 9) - timedelta(minutes=5)):
        chosen = office.wanted(db, world, office.at(24, 9))
        made = booking.at_desk(db, world.actor("clerk"), world.center, known, chosen)
        assert made.consultation.matter.source == "counter"
        for login in ("lawyer", "mediator", "admin"):
            with pytest.raises(Refused):
                booking.at_desk(db, world.actor(login), world.center, known, chosen)
    assert receipts.write(made.consultation.matter_id, made.pin, made.qr_token)
    assert len(made.pin) == 6


def test_a_party_of_a_dispute_asks_and_nobody_there_learns_of_it(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.NOW):
        case = dispute.accepted(db, world)
        party = dispute.applicant(db, case)
        actor = dispute.visitor(party)
        before = db.scalars(select(Notice.id).where(Notice.account_id.is_not(None))).all()
        token = booking.begin_from(db, actor, case.matter, party, world.center)
        found = draft_of(db, token)
        assert found is not None
        filing.keep(db, found, {"topic": "neighbour", "story": "楼上漏水谁赔", "dangers": ["none"]})
        chosen = office.wanted(db, world, office.at(24, 9))
        made, session = booking.by_person(db, actor, found, world.center, chosen, "test", "zh")
    row = made.consultation
    assert session is None  # they stay where they are
    assert (row.about_id, row.asked_by, row.person.name) == (case.matter_id, party.person_id, party.person.name)
    assert row.person.phone == party.person.phone
    told = db.execute(select(Notice.account_id).where(Notice.id.not_in(before), Notice.account_id.is_not(None)))
    assert {account for (account,) in told} == {row.lawyer_id}
    assert [one.id for one in queries.on_page(db, actor)[1]] == [row.id]
    other = dispute.visitor(dispute.respondent(db, case))
    assert queries.on_page(db, other) == (None, [])
    with clock.held(office.NOW):
        keys = {line.key for line in matters.timeline_for(db, world.actor("mediator"), case.matter)}
    assert not any(key.startswith("consultation") for key in keys)


def test_closed_days_are_not_offered(db: Db, world: World) -> None:
    bureau = office.furnish(db, world)
    with clock.held(office.NOW):
        close_days(db, world.actor("lawyer"), bureau.id, world.accounts["lawyer"].id, date(2026, 11, 24))
        assert office.at(24, 9) not in office.starts(db, world)
        with pytest.raises(Conflict):
            office.booked(db, world)


def job(portal: Portal, row: OutboxRow) -> Job:
    return Job(portal.database, new_id(), dict(row.payload), 1)


def test_the_reminder_goes_out_once_and_not_for_a_time_that_was_moved(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        office.furnish(db, world)
        with clock.held(office.NOW):
            row = office.booked(db, world, office.at(26, 9)).consultation
        reminder = db.scalars(select(OutboxRow).where(OutboxRow.kind == "legal.remind")).one()
        assert reminder.next_at == office.at(25, 9)
        assert set(reminder.payload) == {"consultation", "start"}
        work = job(portal, reminder)
    with clock.held(office.at(25, 9)):
        for _again in range(2):
            jobs.remind(work)
    with portal.database.writing() as db:
        assert dispute.told(db, row.person_id).count("consultation.reminder") == 1
        found = db.get_one(Consultation, row.id)
        found.starts_at, found.ends_at, found.reminded_for = office.at(27, 9), office.at(27, 10), None
    with clock.held(office.at(25, 10)):
        jobs.remind(work)
    with portal.database.reading() as db:
        assert dispute.told(db, row.person_id).count("consultation.reminder") == 1


def test_no_reminder_for_tomorrow_when_it_is_booked_today(db: Db, world: World) -> None:
    office.furnish(db, world)
    with clock.held(office.at(23, 10)):
        office.booked(db, world)
    assert db.scalars(select(OutboxRow).where(OutboxRow.kind == "legal.remind")).all() == []


@pytest.mark.both_engines
def test_many_click_one_slot_one_gets_it(portal: Portal, world: World) -> None:
    with portal.database.writing() as db:
        office.furnish(db, world)
    outcomes: list[str] = []
    gate = threading.Barrier(8)

    def click(number: int) -> None:
        gate.wait()
        try:
            with portal.database.writing() as db:
                office.booked(db, world, name=f"申{number}", phone=f"1380000{number:04}")
            outcomes.append("won")
        except Conflict:
            outcomes.append("late")

    with clock.held(office.NOW):
        threads = [threading.Thread(target=click, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(outcomes) == ["late"] * 7 + ["won"]
    with portal.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Consultation)) == 1
        assert db.scalar(select(func.count()).select_from(Matter)) == 1
