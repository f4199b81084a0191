"""Hours taken and given back: what the calendar learns, who is told, and two who want the same time."""

import threading
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from counseling.booking import queries, services
from counseling.booking.models import Visit
from counseling.booking.rules import LEAD, LENGTH
from counseling.cases.models import Case
from counseling.cases.rules import Details
from portal.app import Portal
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.outbox import OutboxRow
from portal.kernel.policy import Conflict, Refused
from portal.notices.models import Delivery, Notice
from portal.schedule.bookings.models import BookedStep, Booking
from portal.schedule.bookings.queries import taken
from tests.counseling import callers
from tests.world import World


def test_only_open_hours_of_counsellors_in_office_are_offered(db: Db, county: World) -> None:
    case = callers.agreed(db, county)
    offers = queries.offers(db, case)
    assert {offer.slot.resource for offer in offers} == {
        county.accounts["counsellor"].id,
        county.accounts["counsellor2"].id,
    }
    assert all(offer.slot.start >= clock.now() + LEAD for offer in offers)
    assert all(offer.slot.end - offer.slot.start == LENGTH for offer in offers)
    callers.dismiss(db, county, "counsellor")
    assert {offer.slot.resource for offer in queries.offers(db, case)} == {county.accounts["counsellor2"].id}


def test_the_calendar_learns_an_hour_and_a_token(db: Db, county: World) -> None:
    visit = callers.booked(db, county)
    booking = db.scalars(select(Booking)).one()
    assert (booking.kind, booking.holder) == ("hour", visit.token)
    assert booking.holder.version == 4
    resources = set(db.scalars(select(BookedStep.resource)))
    assert resources == {county.accounts["counsellor"].id, county.venue.id}
    assert booking.holder not in {visit.id, visit.case_id, visit.case.counsellor}


def test_a_talk_takes_nobodys_time_but_the_counsellors(db: Db, county: World) -> None:
    """Whoever looks for a time when a party is free learns nothing: the client is no resource of any booking."""
    visit = callers.booked(db, county)
    anybody = uuid.uuid4()
    assert taken(db, [anybody], visit.starts_at, visit.ends_at) == set()
    assert taken(db, [visit.counsellor], visit.starts_at, visit.ends_at)


def test_the_counsellors_bell_says_nothing_of_whom(db: Db, county: World) -> None:
    visit = callers.booked(db, county)
    services.cancel(db, visit.case)
    told = db.scalars(select(Notice).where(Notice.account_id == county.accounts["counsellor"].id))
    assert sorted((one.key, one.params, one.person_id, one.matter_id) for one in told) == [
        ("visits.booked", {}, None, None),
        ("visits.cancelled", {}, None, None),
    ]
    assert db.scalar(select(func.count()).select_from(Delivery)) == 0


def test_without_consent_no_hour_is_taken(db: Db, county: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = callers.agreed(db, county)
    key = queries.offers(db, case)[0].key
    monkeypatch.setattr("counseling.consents.texts.CURRENT", "2027-01")
    with pytest.raises(Conflict):
        services.book(db, case, key)


def test_one_visit_at_a_time(db: Db, county: World) -> None:
    visit = callers.booked(db, county)
    later = queries.offers(db, visit.case)[1]
    moved = services.book(db, visit.case, later.key)
    assert (visit.state, moved.state) == ("cancelled", "booked")
    assert db.scalars(select(Booking.holder).where(Booking.cancelled_at.is_(None))).all() == [moved.token]


def test_a_time_that_is_gone_leaves_the_former_one_standing(db: Db, county: World) -> None:
    first = callers.booked(db, county)
    case = first.case
    wanted = queries.offers(db, case)[0].key
    other = callers.booked(db, county, Details(band="adult", name="后来的人"))
    assert other.starts_at > first.starts_at
    with pytest.raises(Conflict):
        services.book(db, case, wanted)
    assert first.state == "booked"


def test_another_counsellor_is_offered_when_asked_for_and_takes_over(db: Db, county: World) -> None:
    visit = callers.booked(db, county)
    case, other = visit.case, county.accounts["counsellor2"].id
    assert {offer.slot.resource for offer in queries.offers(db, case)} == {visit.counsellor}
    theirs = next(offer for offer in queries.offers(db, case, others=True) if offer.slot.resource == other)
    services.book(db, case, theirs.key, others=True)
    assert case.counsellor == other
    with pytest.raises(Refused):
        queries.get(db, county.actor("counsellor"), visit.id)


@pytest.mark.parametrize("state", ["arrived", "missed"])
def test_coming_and_missing_are_noted_once(db: Db, county: World, state: str) -> None:
    visit = callers.booked(db, county)
    with clock.held(visit.ends_at):
        services.settle(db, county.actor("counsellor"), visit.id, state)
        with pytest.raises(Conflict):
            services.settle(db, county.actor("counsellor"), visit.id, "missed")
    assert (visit.state, visit.settled_at) == (state, visit.ends_at)


def test_nobody_is_missing_before_the_time(db: Db, county: World) -> None:
    visit = callers.booked(db, county)
    with pytest.raises(Conflict):
        services.settle(db, county.actor("counsellor"), visit.id, "missed")


@pytest.mark.parametrize("login", ["counsellor2", "clerk", "mediator", "centre_head", "admin", "watcher"])
def test_r15_nobody_else_settles_a_visit(db: Db, county: World, login: str) -> None:
    visit = callers.booked(db, county)
    for act in (
        lambda: services.settle(db, county.actor(login), visit.id, "arrived"),
        lambda: services.call_off(db, county.actor(login), visit.id),
    ):
        with pytest.raises(Refused):
            act()
    assert visit.state == "booked"


def test_a_counsellor_who_cannot_come_frees_the_hour(db: Db, county: World) -> None:
    visit = callers.booked(db, county)
    services.call_off(db, county.actor("counsellor"), visit.id)
    assert visit.state == "cancelled"
    assert db.scalar(select(func.count()).select_from(BookedStep)) == 0


@pytest.mark.both_engines
def test_twelve_who_want_the_same_time_at_once_are_one_visit(portal: Portal, county: World) -> None:
    with portal.database.writing() as db:
        cases = [callers.agreed(db, county).id for _ in range(12)]
        key = queries.offers(db, callers.agreed(db, county))[0].key
    outcomes: list[str] = []
    gate = threading.Barrier(12)

    def want(case_id: uuid.UUID) -> None:
        gate.wait()
        try:
            with clock.held(callers.TUESDAY), portal.database.writing() as db:
                services.book(db, case_of(db, case_id), key)
            outcomes.append("mine")
        except Conflict:
            outcomes.append("taken")

    threads = [threading.Thread(target=want, args=(case_id,)) for case_id in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["mine", *["taken"] * 11]
    with portal.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Visit)) == 1
        assert db.scalar(select(func.count()).select_from(Booking)) == 1


@pytest.mark.both_engines
def test_one_client_on_two_phones_has_one_visit(portal: Portal, county: World) -> None:
    with portal.database.writing() as db:
        case_id = callers.agreed(db, county).id
        keys = [offer.key for offer in queries.offers(db, case_of(db, case_id))][:4]
    gate = threading.Barrier(4)

    def want(key: str) -> None:
        gate.wait()
        with clock.held(callers.TUESDAY), portal.database.writing() as db:
            try:
                services.book(db, case_of(db, case_id), key, others=True)
            except Conflict:
                db.rollback()

    threads = [threading.Thread(target=want, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with portal.database.reading() as db:
        standing = db.scalars(select(Visit.token).where(Visit.state == "booked")).all()
        assert len(standing) == 1
        assert db.scalars(select(Booking.holder).where(Booking.cancelled_at.is_(None))).all() == standing


def case_of(db: Db, case_id: uuid.UUID) -> Case:
    """A case by its id, without a gate."""
    return db.get_one(Case, case_id)


def test_a_reminder_is_ordered_by_token(db: Db, county: World) -> None:
    visit = callers.booked(db, county, place=-1)
    rows = db.scalars(select(OutboxRow).where(OutboxRow.kind == services.REMIND)).all()
    assert [row.payload for row in rows] == [{"token": visit.token.hex}]
    assert rows[0].next_at == visit.starts_at - timedelta(days=1)
