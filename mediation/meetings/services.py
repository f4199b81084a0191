"""Booking, cancelling, waiving the notice period."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mediation.cases import clocks
from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE
from mediation.cases.services import move, tell_parties
from mediation.meetings import queries
from mediation.meetings.interruptions import call_off
from mediation.meetings.models import Meeting, NoticeWaiver
from mediation.meetings.rules import BOOKABLE, far_enough
from portal.directory.organisations.models import Venue
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, Refused, require
from portal.matters import services as acts
from portal.matters.models import Matter
from portal.schedule.bookings import services as bookings
from portal.schedule.bookings.rules import earliest_day


def book(
    db: Db, actor: Actor, case_id: uuid.UUID, venue_id: uuid.UUID, start: datetime, length: timedelta, side: str | None
) -> Meeting:
    """Take the room, the mediator and everybody who comes for this time, or nothing; tell them."""
    case = _held(db, actor, case_id)
    matter = db.get_one(Matter, case.matter_id)
    _refuse(db, case, matter, start, start + length, side)
    venue = next((one for one in queries.venues_for(db, case) if one.id == venue_id), None)
    if venue is None:
        raise Refused
    if not queries.is_open(db, venue, start, length):
        raise Conflict(_("这个时间不开门，或者太远了。请从列出的时间里选一个。"))
    needed = queries.resources(db, case, venue.id, side)
    booking = bookings.book(db, kind="mediation", holder=case.id, resources=needed, start=start, end=start + length)
    meeting = Meeting(
        case_id=case.id, booking_id=booking.id, venue_id=venue.id, side=side, starts_at=start, ends_at=start + length,
        waived=queries.all_waive(db, case), booked_by=actor.account, booked_at=clock.now(),
    )  # fmt: skip
    meeting.venue = venue
    db.add(meeting)
    db.flush()
    _tell_booked(db, actor, case, matter, meeting, venue)
    audit.record(db, actor, "meeting.booked", meeting, ["starts_at", "venue_id", "side"])
    return meeting


def _held(db: Db, actor: Actor, case_id: uuid.UUID) -> MediationCase:
    case = cases.get(db, actor, case_id)
    require(db, actor, MEDIATE, case)
    return cases.locked(db, case.id)


def _refuse(db: Db, case: MediationCase, matter: Matter, start: datetime, end: datetime, side: str | None) -> None:
    if case.state not in BOOKABLE:
        raise Conflict(_("双方都同意调解以后才能约时间。"))
    if matter.joint_barred and side is None:
        raise Conflict(_("这件事不能安排双方同时到场，请为每一方分别约时间。"))
    zone = ZoneInfo(db.info["settings"].zone)
    day = start.astimezone(zone).date()
    if day < earliest_day(clock.today(str(zone)), waived=queries.all_waive(db, case)):
        raise Conflict(_("要提前三天通知。各方都同意不等三天，才能约得更早。"))
    if side is None:
        return
    for other in queries.coming(db, case):
        if other.side != side and not far_enough(start, end, other.starts_at, other.ends_at):
            raise Conflict(_("双方到场的时间要隔开至少半小时，请另选一个时间。"))


def _tell_booked(db: Db, actor: Actor, case: MediationCase, matter: Matter, meeting: Meeting, venue: Venue) -> None:
    """Everybody who comes is told; whoever does not come learns nothing of it."""
    if case.state == "accepted":
        move(db, actor, case, "preparing")
    if case.state in ("preparing", "adjourned"):
        move(db, actor, case, "scheduled")
    clocks.tell(db, actor, matter, "session.booked", meeting.starts_at)
    clocks.tell(db, actor, matter, "session.waived" if meeting.waived else "session.notified")
    audience = "all" if meeting.side is None else f"side:{meeting.side}"
    place = {"zh": venue.name_zh, "en": venue.name_en}
    acts.say(db, actor, matter, "meeting.booked", audience=audience, start=meeting.starts_at, place=place)
    if meeting.side is None:
        matter.next_key, matter.next_due_at = "next.meeting", meeting.starts_at
    tell_parties(
        db, case, "meeting.booked", to=queries.present(db, case, meeting.side), start_at=meeting.starts_at.isoformat()
    )


def cancel(db: Db, actor: Actor, case_id: uuid.UUID, meeting_id: uuid.UUID) -> None:
    """Give the time back; whoever was to come is told."""
    case = _held(db, actor, case_id)
    meeting = db.get(Meeting, meeting_id)
    if meeting is None or meeting.case_id != case.id:
        raise Refused
    if meeting.cancelled_at is not None or meeting.starts_at <= clock.now():
        raise Conflict(_("这次会已经取消，或者已经开始了。"))
    call_off(db, actor, case, [meeting])


def waive(db: Db, actor: Actor, matter: Matter) -> None:
    """A party does without the notice period, for themselves and those they speak for."""
    case = cases.of_matter(db, matter.id)
    if case is None or actor.person is None or case.state not in BOOKABLE:
        raise Conflict(_("现在不需要这一步。"))
    _waived_by(db, actor, case, actor.person)


def waive_for(db: Db, actor: Actor, case_id: uuid.UUID, party_id: uuid.UUID) -> None:
    """The mediator writes down what somebody without a screen said: they need not wait. They are told of it."""
    case = _held(db, actor, case_id)
    party = next((one for one in cases.parties(db, case.matter_id) if one.id == party_id), None)
    if party is None or case.state not in BOOKABLE:
        raise Conflict(_("现在不需要这一步。"))
    speaker = cases.speakers(db, [party.person_id])[party.person_id]
    if _waived_by(db, actor, case, speaker):
        tell_parties(db, case, "meeting.waived_for", to=[party])


def _waived_by(db: Db, actor: Actor, case: MediationCase, person_id: uuid.UUID) -> bool:
    """For everybody for whom this person speaks; whether anything was new in it."""
    done, new = queries.waived(db, case), False
    for party in cases.spoken_for(db, case.matter_id, person_id):
        if party.id not in done and party.left_at is None:
            db.add(NoticeWaiver(case_id=case.id, party_id=party.id, given_by=person_id, at=clock.now()))
            db.flush()
            audit.record(db, actor, "meeting.notice_waived", case, [f"party:{party.position}"])
            new = True
    return new
