"""Another time, or none: by the person in good time, by the desk for whoever calls, by the lawyer who cannot."""

import uuid
from datetime import timedelta

from sqlalchemy import select

from legal.consultations import conflicts, queries, telling
from legal.consultations.models import Consultation
from legal.consultations.policy import ADVISE, ARRANGE, is_client
from legal.consultations.rules import LEAD, may_become, may_cancel, may_change
from legal.consultations.taking import Wanted, take
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import SYSTEM, Actor, Conflict, Refused, require
from portal.matters import services as matters
from portal.matters.models import Involvement
from portal.notices.services import notify
from portal.schedule.bookings import services as bookings
from portal.schedule.bookings.models import Booking


def call_us() -> Conflict:
    """What is said after the limit."""
    return Conflict(_("现在离约定的时间太近，或者已经改过两次，不能自己改了。请打电话给我们。"))


def held(db: Db, actor: Actor, consultation_id: uuid.UUID) -> Consultation:
    """The consultation, held until the commit, for whoever may arrange it."""
    if db.get(Consultation, consultation_id) is None:
        raise Refused(ARRANGE.name)
    row = queries.locked(db, consultation_id)
    require(db, actor, ARRANGE, row)
    return row


def move(db: Db, actor: Actor, consultation_id: uuid.UUID, wanted: Wanted) -> Consultation:
    """Take another time; the former is free again, both are told, a lawyer who is no longer asked too."""
    row = held(db, actor, consultation_id)
    own = is_client(actor, row)
    if own and not may_change(row.state, row.changes, row.starts_at, clock.now()):
        raise call_us()
    if row.state != "booked" and not may_become(row.state, "booked"):
        raise Conflict(_("这次咨询现在不能改约。"))
    former, former_lawyer = db.get_one(Booking, row.booking_id), row.lawyer_id
    before = row.starts_at
    if wanted.mode == "phone" and not row.person.phone_sealed:
        raise Conflict(_("电话咨询需要留手机号，请选来访的时间。"))
    take(db, row, row.center_id, wanted, conflicts.sides_again(db, row), LEAD if own else timedelta())
    if former.cancelled_at is None:
        bookings.give_back(db, former)
    if own and row.state != "postponed":
        row.changes += 1
    row.state, row.arrived_at = "booked", None
    db.flush()
    db.expire(row, ["venue"])
    if row.lawyer_id != former_lawyer:
        _dismiss(db, actor, row, former_lawyer, "consultation.moved")
        notify(db, "consultation.lawyer_dropped", account_id=former_lawyer, start_at=before.isoformat())
        matters.involve(db, actor, row.matter, "lawyer", account_id=row.lawyer_id, act="consultation.moved")
    telling.moved(db, actor, row, new_lawyer=row.lawyer_id != former_lawyer)
    audit.record(db, actor, "consultation.moved", row, ["starts_at", "lawyer_id", "mode", "state"])
    return row


def cancel(db: Db, actor: Actor, consultation_id: uuid.UUID) -> Consultation:
    """Call it off: the time is free again, the matter ends, what was asked is shut to the lawyer."""
    row = held(db, actor, consultation_id)
    if is_client(actor, row) and not may_cancel(row.state, row.starts_at, clock.now()):
        raise call_us()
    _end(db, actor, row)
    if row.starts_at > clock.now():
        telling.lawyer(db, row, "consultation.lawyer_dropped")
    telling.off(db, actor, row, "consultation.cancelled", "next.consultation_over")
    return row


def _end(db: Db, actor: Actor, row: Consultation) -> None:
    enter(row, "cancelled")
    row.cancelled_at = clock.now()
    _give_back(db, row)
    db.flush()
    _dismiss(db, actor, row, row.lawyer_id, "consultation.cancelled")
    matters.move(db, actor, row.matter, "closed", "procedural")
    audit.record(db, actor, "consultation.cancelled", row, ["state"])


def postpone(db: Db, actor: Actor, consultation_id: uuid.UUID) -> Consultation:
    """The lawyer cannot keep the time: the person is asked to take another, which does not count as a change."""
    row = held(db, actor, consultation_id)
    require(db, actor, ADVISE, row)
    enter(row, "postponed")
    _give_back(db, row)
    db.flush()
    telling.off(db, actor, row, "consultation.postponed", "next.consultation_again")
    audit.record(db, actor, "consultation.postponed", row, ["state"])
    return row


def lapse(db: Db, row: Consultation) -> None:
    """Nobody took another time for two weeks: the matter ends in silence."""
    _end(db, SYSTEM, row)
    matters.say(
        db, SYSTEM, row.matter, "consultation.cancelled", next_key="next.consultation_over", start=row.starts_at
    )  # fmt: skip


def enter(row: Consultation, state: str) -> None:
    """Change the state, if the table allows it."""
    if not may_become(row.state, state):
        raise Conflict(_("这次咨询的状态已经变了，请看过最新的情况再操作。"))
    row.state = state


def _give_back(db: Db, row: Consultation) -> None:
    booking = db.get_one(Booking, row.booking_id)
    if booking.cancelled_at is None and booking.ends_at > clock.now():
        bookings.give_back(db, booking)


def _dismiss(db: Db, actor: Actor, row: Consultation, lawyer_id: uuid.UUID, act: str) -> None:
    seats = select(Involvement).where(Involvement.matter_id == row.matter_id, Involvement.account_id == lawyer_id)
    for seat in db.scalars(seats.where(Involvement.capacity == "lawyer", Involvement.until.is_(None))).all():
        matters.end_involvement(db, actor, seat, act)
