"""Taking, changing and giving back an hour. The calendar learns a resource, a time and a token, nothing else."""

import uuid

from sqlalchemy import select

from counseling.booking import queries
from counseling.booking.models import Visit
from counseling.booking.rules import KIND, may_become, may_settle, reminded_at
from counseling.booking.words import BOOKED, CANCELLED
from counseling.cases import services as cases
from counseling.cases.models import Case
from counseling.cases.queries import held
from counseling.consents import queries as consents
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.outbox import enqueue
from portal.kernel.policy import ANONYMOUS, Actor, Conflict
from portal.notices.services import notify
from portal.schedule.availability.rules import Slot
from portal.schedule.bookings import services as bookings
from portal.schedule.bookings.models import Booking

REMIND = "visits.remind"


def book(db: Db, case: Case, key: str, *, others: bool = False) -> Visit:
    """Take one of the open times, instead of the one that was booked before if there is one; all or nothing."""
    held(db, case.id)
    if not consents.may_book(db, case, case.details.band):
        raise Conflict(_("请先看过并同意新的说明，再选时间。"))
    offer = next((one for one in queries.offers(db, case, others=others) if one.key == key), None)
    former = queries.coming(db, case)
    if offer is None:
        raise Conflict(_("这个时间刚刚被别人约走了，请另选一个时间。"))
    with db.begin_nested():  # what was booked before is given back only if the new time could be taken
        if former is not None:
            _give_back(db, former)
        visit = _take(db, case, offer.slot)
    _tell(db, former.counsellor if former else None, visit.counsellor)
    _remind(db, visit)
    cases.touched(case)
    audit.record(db, ANONYMOUS, "counseling.booked", visit, ["starts_at"])
    return visit


def _take(db: Db, case: Case, slot: Slot) -> Visit:
    visit = Visit(case_id=case.id, center_id=case.center_id, counsellor=slot.resource, venue_id=slot.venue_id)
    visit.mode, visit.starts_at, visit.ends_at, visit.state = slot.mode, slot.start, slot.end, "booked"
    visit.token, visit.booked_at, visit.case = uuid.uuid4(), clock.now(), case
    bookings.book(db, kind=KIND, holder=visit.token, resources=slot.resources, start=slot.start, end=slot.end)
    case.counsellor = slot.resource
    db.add(visit)
    db.flush()
    return visit


def _give_back(db: Db, visit: Visit) -> None:
    booking = db.scalar(select(Booking).where(Booking.holder == visit.token))
    if booking is not None and booking.cancelled_at is None:
        bookings.give_back(db, booking)
    visit.state, visit.settled_at = "cancelled", clock.now()
    db.flush()


def _tell(db: Db, former: uuid.UUID | None, now: uuid.UUID) -> None:
    """The counsellor's bell: that something was booked, nothing about whom."""
    notify(db, BOOKED.key, account_id=now)
    if former is not None and former != now:
        notify(db, CANCELLED.key, account_id=former)


def _remind(db: Db, visit: Visit) -> None:
    at = reminded_at(visit.starts_at, clock.now())
    if at is not None:
        enqueue(db, REMIND, at=at, token=visit.token)


def cancel(db: Db, case: Case) -> None:
    """The client does not come; no reason is asked."""
    held(db, case.id)
    visit = queries.coming(db, case)
    if visit is None:
        raise Conflict(_("现在没有约好的时间。"))
    _give_back(db, visit)
    notify(db, CANCELLED.key, account_id=visit.counsellor)
    cases.touched(case)
    audit.record(db, ANONYMOUS, "counseling.cancelled", visit, ["state"])


def call_off(db: Db, actor: Actor, visit_id: uuid.UUID) -> Visit:
    """The counsellor cannot be there; they tell the client themselves, in the way the client wishes."""
    visit = queries.get(db, actor, visit_id, hold=True)
    _refuse(visit, "cancelled")
    _give_back(db, visit)
    audit.record(db, actor, "counseling.called_off", visit, ["state"])
    return visit


def settle(db: Db, actor: Actor, visit_id: uuid.UUID, state: str) -> Visit:
    """Came (on the day, or it is written down later), or did not come; nobody is missing before the time."""
    visit = queries.get(db, actor, visit_id, hold=True)
    _refuse(visit, state)
    if not may_settle(state, visit.starts_at, clock.now(), db.info["settings"].zone):
        raise Conflict(_("还没有到约定的时间。"))
    visit.state, visit.settled_at = state, clock.now()
    cases.touched(visit.case)
    audit.record(db, actor, f"counseling.{state}", visit, ["state"])
    return visit


def _refuse(visit: Visit, target: str) -> None:
    if not may_become(visit.state, target):
        raise Conflict(_("这次来访的状态已经变了，请刷新后再看。"))
