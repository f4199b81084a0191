"""What a clock is and how it is lit: a period of the catalogue, when it ends, and its colour.

Two kinds never mix (R-17): a *legal* period is set by law and mostly runs in calendar days; a *service* period is the
centre's own promise and mostly runs in working days. Missing the second never alters the first.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """Whose period it is: the law's or the centre's."""

    LEGAL = "legal"
    SERVICE = "service"


class Unit(StrEnum):
    """In what a period is measured: 日, 工作日, 小时, 工作小时, 月 (a year is twelve months)."""

    DAYS = "d"
    WORKDAYS = "wd"
    HOURS = "h"
    WORKHOURS = "wh"
    MONTHS = "m"


class Light(StrEnum):
    """The three colours (三色亮灯): within the limit, near it, past it and unfinished."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Duty(StrEnum):
    """Who has to act in time: the house and its units, a party, or a body outside (court, organ, employer)."""

    STAFF = "staff"
    PARTY = "party"
    OUTSIDE = "outside"


class Span(NamedTuple):
    """A length of time as the law or the centre words it."""

    n: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Extension:
    """Who must agree to more time ('parties', 'committee', 'head'), and at most how much in the clock's unit."""

    by: tuple[str, ...]
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One period of the catalogue: what starts, stops and pauses it is data.

    It starts when an event of ``starts_on`` happens to a subject of which all facts of ``when`` and none of ``unless``
    are true. ``pauses`` names reasons. ``before`` counts back from the event (a session) instead of on from it.
    ``rolls``: a last day on a rest day moves on (民法典 art.203). ``informational`` ones are shown, never pressed.
    """

    code: str
    kind: Kind
    name_zh: str
    name_en: str
    span: Span
    duty: Duty
    starts_on: tuple[str, ...]
    stops_on: tuple[str, ...]
    on_expiry_zh: str
    on_expiry_en: str
    source: str
    when: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    pauses: tuple[str, ...] = ()
    extension: Extension | None = None
    yellow: int | None = None
    reminders: tuple[int, ...] = ()
    rolls: bool = True
    before: bool = False
    informational: bool = False

    @property
    def number(self) -> str:
        """The number in the catalogue, which the parts of one clock share: CLK-35 of CLK-35.sign."""
        return self.code.partition(".")[0]

    def starts(self, event: str, facts: frozenset[str]) -> bool:
        """Whether this event starts the clock for a subject of which these facts are true."""
        return event in self.starts_on and self.when <= facts and not self.unless & facts


class Due(NamedTuple):
    """When a period ends. ``at`` is the first instant that is too late; ``rolled_from`` the last day before it moved.

    Periods in hours have no last day. ``provisional``: it depends on a year whose holidays are not announced.
    """

    at: datetime
    yellow_at: datetime
    last_day: date | None
    provisional: bool
    rolled_from: date | None = None


class Sign(NamedTuple):
    """A light as it is shown. Not ``pressing``: it is computed and kept, but urges nobody to close (R-16)."""

    light: Light
    pressing: bool


def light(due: Due, now: datetime, stopped_at: datetime | None = None) -> Light:
    """The colour now, or for a stopped clock the colour it ended in: green in time, red too late."""
    if stopped_at is not None:
        return Light.GREEN if stopped_at < due.at else Light.RED
    if now >= due.at:
        return Light.RED
    return Light.YELLOW if now >= due.yellow_at else Light.GREEN


def sign(clock: Clock, colour: Light, *, danger: bool) -> Sign:
    """How a light is shown: danger takes the pressure off service clocks, never off legal ones (R-16)."""
    eased = danger and clock.kind is Kind.SERVICE
    return Sign(colour, pressing=not clock.informational and not eased)
