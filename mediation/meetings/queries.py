"""Meetings of a case as each may know them, and the times that are free for everyone."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.meetings.models import Meeting, NoticeWaiver
from mediation.meetings.rules import AHEAD, EARLY
from portal.directory.organisations.models import Venue
from portal.directory.organisations.queries import organisation, venues
from portal.directory.workdays.rules import load
from portal.kernel import clock
from portal.kernel.db import Db
from portal.matters.models import Party
from portal.schedule.bookings.queries import common_times
from portal.schedule.bookings.rules import earliest_day, openings

DAYS_SHOWN = 5


def coming(db: Db, case: MediationCase, side: str | None = None) -> Sequence[Meeting]:
    """Meetings that still stand; for a party only those they are asked to."""
    found = select(Meeting).where(Meeting.case_id == case.id, Meeting.cancelled_at.is_(None))
    found = found.where(Meeting.ends_at > clock.now()).order_by(Meeting.starts_at)
    if side is not None:
        found = found.where(or_(Meeting.side.is_(None), Meeting.side == side))
    return db.scalars(found).all()


def next_joint(db: Db, case: MediationCase) -> Meeting | None:
    """The next meeting of everybody."""
    return next((meeting for meeting in coming(db, case) if meeting.side is None), None)


def waived(db: Db, case: MediationCase) -> set[uuid.UUID]:
    """The parties who do without the notice period."""
    return set(db.scalars(select(NoticeWaiver.party_id).where(NoticeWaiver.case_id == case.id)))


def all_waive(db: Db, case: MediationCase) -> bool:
    """Whether everybody does."""
    return {party.id for party in cases.parties(db, case.matter_id)} <= waived(db, case)


def may_begin(db: Db, case: MediationCase) -> bool:
    """Whether the first session may begin now: its booked time has come, or nobody wants to wait the three days
    (人民调解工作规范: time and place are told three days ahead)."""
    booked = select(Meeting.id).where(Meeting.case_id == case.id, Meeting.side.is_(None))
    booked = booked.where(Meeting.cancelled_at.is_(None), Meeting.starts_at <= clock.now() + EARLY)
    return all_waive(db, case) or db.scalar(booked.limit(1)) is not None


def venues_for(db: Db, case: MediationCase) -> Sequence[Venue]:
    """Rooms of the committee and of the centre."""
    return venues(db, [case.committee_id, case.center_id])


def present(db: Db, case: MediationCase, side: str | None) -> Sequence[Party]:
    """Who would come: everybody, or one side."""
    return [party for party in cases.parties(db, case.matter_id) if side is None or party.side == side]


def resources(db: Db, case: MediationCase, venue_id: uuid.UUID, side: str | None) -> list[uuid.UUID]:
    """What must be free: the room, the mediator, and whoever speaks for each party."""
    people = cases.speakers(db, [party.person_id for party in present(db, case, side)])
    return [venue_id, case.mediator_id, *dict.fromkeys(people.values())]


def is_open(db: Db, venue: Venue, start: datetime, length: timedelta) -> bool:
    """Whether a meeting may begin then: on a working day, in the opening hours, not too far ahead."""
    zone = db.info["settings"].zone
    day = start.astimezone(ZoneInfo(zone)).date()
    hours = organisation(db, venue.organisation_id).hours
    near = day <= clock.today(zone) + AHEAD
    return near and load().is_workday(day) and start in openings(hours, day, length, zone)


def free_times(
    db: Db, case: MediationCase, venue: Venue, length: timedelta, side: str | None, first: date | None = None
) -> list[datetime]:
    """Starts on the next working days that are free for everyone; nobody learns who is busy."""
    zone = db.info["settings"].zone
    earliest = earliest_day(clock.today(zone), waived=all_waive(db, case))
    day = min(max(earliest, first), clock.today(zone) + AHEAD) if first else earliest
    calendar, days = load(), list[date]()
    while len(days) < DAYS_SHOWN:
        if calendar.is_workday(day):
            days.append(day)
        day += timedelta(days=1)
    hours = organisation(db, venue.organisation_id).hours
    return common_times(db, resources(db, case, venue.id, side), hours, days, length, zone)
