"""Somebody comes to talk, and a counsellor writes it down: in counselling's own store, where no other story looks."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select

from counseling.booking import queries as visits
from counseling.booking import services as booking
from counseling.booking.models import Visit
from counseling.cases import services as cases
from counseling.cases.models import Case
from counseling.cases.rules import Details
from counseling.consents import services as consents
from counseling.consents import texts
from counseling.entrance.services import mint
from counseling.keeping.services import withdraw
from counseling.records import services as records
from counseling.records.rules import Content, Risk
from portal.app.demo.county import County
from portal.directory.organisations.models import Venue
from portal.directory.organisations.services import add_venue
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import ANONYMOUS, SYSTEM
from portal.schedule.availability.policy import Post
from portal.schedule.availability.queries import weekly
from portal.schedule.availability.rules import Span
from portal.schedule.availability.services import set_pattern

LOGIN = "counsellor"
ROOM = ("静室", "Quiet room")
MORNING, AFTERNOON = (time(8, 30), time(12, 0)), (time(14, 30), time(17, 30))


@dataclass
class Caller:
    """Somebody in a story: their case, and the county they live in."""

    county: County
    case_id: uuid.UUID

    def case(self, db: Db) -> Case:
        """The row."""
        return db.get_one(Case, self.case_id)


def keep_hours(county: County) -> None:
    """The counsellor is there on working days, in a room with a name that says nothing."""
    centre, account = county.body("centre"), county.accounts[LOGIN]
    with county.database.writing() as db:
        today = clock.today(county.settings.zone)
        if weekly(db, Post(centre.id, account.id), today):
            return
        room = db.scalar(select(Venue).where(Venue.organisation_id == centre.id, Venue.name_zh == ROOM[0]))
        room = room or add_venue(db, SYSTEM, centre, ROOM, 3)
        spans = [Span(day, *span, "visit", room.id) for day in range(1, 6) for span in (MORNING, AFTERNOON)]
        set_pattern(db, SYSTEM, centre.id, account.id, spans, first=today)


def come(county: County, details: Details, extras: Sequence[str] = ()) -> Caller:
    """They read the terms, agree to each point, and say what they like to say."""
    needed = [point.key for point in texts.needed(texts.CURRENT)]
    with county.database.writing() as db:
        case = cases.open_draft(db, county.body("centre").id, details)
        consents.agree(db, case, "own", [*needed, *extras])
        return Caller(county, case.id)


def book(caller: Caller, after: datetime) -> datetime:
    """The first open time after a moment; answers when they will come."""
    with caller.county.database.writing() as db:
        case = caller.case(db)
        offer = next(one for one in visits.offers(db, case) if one.slot.start >= after)
        visit = booking.book(db, case, offer.key)
        if case.state == "draft":
            mint(db, case)
            cases.move(db, ANONYMOUS, case, "open")
        return visit.starts_at


def settle(caller: Caller, state: str) -> None:
    """They came, or they did not."""
    with caller.county.database.writing() as db:
        booking.settle(db, caller.county.staff(LOGIN), _latest(db, caller).id, state)


def write(caller: Caller, content: Content, risk: Risk, notes: str, *, finish: bool = True) -> None:
    """The counsellor writes the record of the last visit."""
    counsellor = caller.county.staff(LOGIN)
    with caller.county.database.writing() as db:
        record = records.begin(db, counsellor, _latest(db, caller).id)
        records.save(db, counsellor, record.id, content, risk, notes)
        if finish:
            records.sign(db, counsellor, record.id)


def take_back(caller: Caller) -> None:
    """They do not want to go on."""
    with caller.county.database.writing() as db:
        withdraw(db, caller.case(db))


def _latest(db: Db, caller: Caller) -> Visit:
    return next(one for one in visits.all_of(db, caller.case(db)) if one.state != "cancelled")
