"""What does not count: the reasons for which a clock stands still, and how much time they take out of a period.

A clock pauses only for the reasons below and only if its row of the catalogue names them, on somebody's approval, and
never once it is red. Pauses that overlap count once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from portal.clocks.counting import Amount, Office
from portal.clocks.rules import Clock, Due, Unit

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a clock stands still, which events begin and end that, and after how long it goes on by itself."""

    name_zh: str
    name_en: str
    begins_on: str
    ends_on: str
    at_most: timedelta | None = None


REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "appraisal": Reason("鉴定评估", "Expert appraisal", "appraisal.started", "appraisal.ended"),
        "material": Reason(
            "等待当事人补充材料",
            "Awaiting a party's material",
            "material.awaited",
            "material.received",
            timedelta(days=15),
        ),
        "force_majeure": Reason("不可抗力", "Force majeure", "force_majeure.began", "force_majeure.ended"),
        "suspension": Reason("依法中止", "Legal suspension", "mediation.suspended", "mediation.resumed"),
    }
)


class Pause(NamedTuple):
    """One spell of standing still; ``end`` is None while nobody has ended it."""

    reason: str
    begin: datetime
    end: datetime | None


def may_pause(clock: Clock, due: Due, reason: str, at: datetime) -> bool:
    """Whether the clock knows this reason and is not red yet (a late pause would only hide that it is)."""
    return reason in clock.pauses and at < due.at


def ends(pause: Pause) -> datetime | None:
    """When the clock goes on: when somebody ends the pause, at the latest when its reason allows no more."""
    most = REASONS[pause.reason].at_most
    limit = pause.begin + most if most else None
    return min((end for end in (pause.end, limit) if end), default=None)


def standing(pauses: Iterable[Pause], now: datetime) -> bool:
    """Whether the clock stands still now."""
    return any(pause.begin <= now and ((end := ends(pause)) is None or now < end) for pause in pauses)


def excluded(clock: Clock, pauses: Iterable[Pause], office: Office) -> Amount:
    """The paused time in the measure of the clock; a pause that has no end yet takes out nothing so far.

    In days, the day of the pause still counts and the day of going on does not, so that a clock paused on its last day
    but one goes on with one day left, counted from the day after.
    """
    spells = _merged((pause.begin, end) for pause in pauses if (end := ends(pause)))
    if clock.span.unit in (Unit.DAYS, Unit.MONTHS):
        return Amount(sum((office.day_of(end) - office.day_of(begin)).days for begin, end in spells), False)
    if clock.span.unit is Unit.WORKDAYS:
        tallies = [office.workdays_between(office.day_of(begin), office.day_of(end)) for begin, end in spells]
        return Amount(sum(n for n, _ in tallies), any(provisional for _, provisional in tallies))
    if clock.span.unit is Unit.HOURS:
        return Amount(sum((end - begin) // MINUTE for begin, end in spells), False)
    return Amount(sum(office.working_minutes_between(begin, end) for begin, end in spells), False)


def _merged(spells: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    merged: list[tuple[datetime, datetime]] = []
    for begin, end in sorted(spells):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged
