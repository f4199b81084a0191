"""Grades of the last three months without whose they are, and counts of whole months."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, false, func, select

from counseling.booking.models import Visit
from counseling.booking.queries import name_of
from counseling.cases.models import Case
from counseling.cases.queries import note_reads
from counseling.records.models import Record
from counseling.records.rules import WATCHED, Risk, risk_of
from counseling.watching.policy import COUNTS, SUPERVISOR
from counseling.watching.rules import months, told
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor

BACK = timedelta(days=90)


@dataclass(frozen=True)
class Grade:
    """One assessment: no name, no case, none of its words."""

    signed_at: datetime
    counsellor: str
    level: str
    marks: dict[str, str]
    steps: Sequence[str]
    follow_up_by: datetime | None


def visible_to(actor: Actor) -> Select[Record]:
    """Signed records of the centres where the actor supervises; only their assessment may be opened."""
    centres = actor.organisations(SUPERVISOR)
    if not centres:
        return select(Record).where(false())
    found = select(Record).join(Case, Case.id == Record.case_id).where(Record.center_id.in_(centres))
    return found.where(Record.state == "signed", Case.state == "open")


def grades(db: Db, actor: Actor) -> list[Grade]:
    """From 'medium' on, latest first; each look is noted in the case it is about."""
    recent = visible_to(actor).where(Record.signed_at >= clock.now() - BACK)
    records = db.scalars(recent.order_by(Record.signed_at.desc())).all()
    note_reads(db, actor, {record.case_id: record.case for record in records}.values(), ["risk"])
    pairs = [(record, risk_of(record.risk_text)) for record in records]
    return [_grade(db, record, risk) for record, risk in pairs if risk.level in WATCHED]


def _grade(db: Db, record: Record, risk: Risk) -> Grade:
    assert record.signed_at is not None
    return Grade(
        record.signed_at, name_of(db, record.author), risk.level, dict(risk.marks or {}), risk.steps,
        risk.follow_up_by(record.signed_at),
    )  # fmt: skip


@dataclass(frozen=True)
class Month:
    """Talks held in a month, or nothing where there were few."""

    first: date
    talks: int | None


def figures(db: Db, actor: Actor) -> list[Month]:
    """The last whole months of the actor's centres, latest first."""
    today, zone = clock.today(db.info["settings"].zone), ZoneInfo(db.info["settings"].zone)
    return [Month(first, told(_held(db, actor, first, end, zone))) for first, end in months(today)]


def _held(db: Db, actor: Actor, first: date, end: date, zone: ZoneInfo) -> int:
    begin, until = (datetime.combine(day, time.min, zone) for day in (first, end))
    centres: frozenset[uuid.UUID] = actor.organisations(*COUNTS)
    found = select(func.count()).select_from(Visit).where(Visit.center_id.in_(centres), Visit.state == "arrived")
    return db.scalar(found.where(Visit.starts_at >= begin, Visit.starts_at < until)) or 0
