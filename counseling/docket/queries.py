"""The day, the days to come, and what is not written down yet; each name is noted as read before it is shown."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from counseling.booking import queries as visits
from counseling.booking.models import Visit
from counseling.booking.rules import DAYS, may_settle
from counseling.cases import queries as cases
from counseling.cases.policy import ROLE
from counseling.consents import queries as consents
from counseling.records.models import Record
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor

BACK = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """One visit as its counsellor sees it in a list; ``urgent`` until a first record is finished."""

    visit: Visit
    name: str
    urgent: bool
    unconsented: bool
    record: uuid.UUID | None
    signed: bool
    place: str
    due: bool


@dataclass(frozen=True)
class Day:
    """Three lists: today, after today, and what waits to be settled or written."""

    today: Sequence[Line]
    later: Sequence[Line]
    open_ends: Sequence[Line]


def day_of(db: Db, actor: Actor) -> Day:
    """The actor's docket."""
    zone = ZoneInfo(db.info["settings"].zone)
    begin = datetime.combine(clock.now().astimezone(zone).date(), time.min, zone)
    end = begin + timedelta(days=1)
    found = visits.between(db, actor, begin - BACK, begin + timedelta(days=DAYS + 1))
    cases.note_reads(db, actor, {visit.case_id: visit.case for visit in found}.values(), ["name"])
    records, assessed = _records(db, found), _assessed(db, found)
    lines = [_line(db, visit, records.get(visit.id), visit.case_id in assessed) for visit in found]
    return Day(
        [line for line in lines if begin <= line.visit.starts_at < end],
        [line for line in lines if line.visit.starts_at >= end],
        [line for line in lines if line.visit.starts_at < begin and _waits(line)],
    )


def _records(db: Db, found: Sequence[Visit]) -> dict[uuid.UUID, tuple[uuid.UUID, str]]:
    rows = select(Record.visit_id, Record.id, Record.state).where(Record.visit_id.in_([visit.id for visit in found]))
    return {visit: (record, state) for visit, record, state in db.execute(rows)}


def _assessed(db: Db, found: Sequence[Visit]) -> set[uuid.UUID]:
    signed = select(Record.case_id).where(Record.case_id.in_([visit.case_id for visit in found]))
    return set(db.scalars(signed.where(Record.state == "signed")))


def _line(db: Db, visit: Visit, record: tuple[uuid.UUID, str] | None, assessed: bool) -> Line:
    details = visit.case.details
    of, state = record or (None, "")
    return Line(
        visit, details.name, details.urgent and not assessed, bool(consents.missing(db, visit.case, details.band)),
        of, state == "signed", visits.place_of(db, visit),
        may_settle("arrived", visit.starts_at, clock.now(), db.info["settings"].zone),
    )  # fmt: skip


def _waits(line: Line) -> bool:
    return line.visit.state == "booked" or (line.visit.state == "arrived" and not line.signed)


def count(db: Db, actor: Actor) -> int:
    """How many visits are to come today, for the rail."""
    zone = ZoneInfo(db.info["settings"].zone)
    begin = datetime.combine(clock.now().astimezone(zone).date(), time.min, zone)
    centres = actor.organisations(ROLE)
    found = select(func.count()).select_from(Visit).where(Visit.counsellor == actor.account, Visit.state == "booked")
    found = found.where(Visit.starts_at >= begin, Visit.starts_at < begin + timedelta(days=1))
    return db.scalar(found.where(Visit.center_id.in_(centres))) or 0
