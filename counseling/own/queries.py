"""Who has read what, gathered by day; what was written for the client."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from counseling.cases.models import Case
from counseling.cases.queries import looks
from counseling.records import queries as records
from counseling.records.rules import content_of
from portal.kernel.db import Db


@dataclass
class Reading:
    """One colleague on one day: which parts, from when to when, how often."""

    who: str
    day: date
    first: datetime
    last: datetime
    parts: set[str] = field(default_factory=set)
    times: int = 0


def readings(db: Db, case: Case) -> list[Reading]:
    """Latest day first."""
    zone = ZoneInfo(db.info["settings"].zone)
    found: dict[tuple[date, str], Reading] = {}
    for look in looks(db, case):
        at = look.line.at
        key = (at.astimezone(zone).date(), look.who)
        one = found.setdefault(key, Reading(look.who, key[0], at, at))
        one.first, one.last, one.times = min(one.first, at), max(one.last, at), one.times + 1
        one.parts |= set(look.line.fields)
    return list(found.values())


@dataclass(frozen=True)
class Summary:
    """The part of a signed record that was written for the client."""

    number: int
    at: datetime
    summary: str
    plan: str


def summaries(db: Db, case: Case) -> Sequence[Summary]:
    """Latest first."""
    found = []
    for record in records.signed(db, case):
        content = content_of(record.content_text)
        found.append(Summary(record.number, record.visit.starts_at, content.summary, content.plan))
    return found
