"""The clocks of loaded matters, counted by the rules of the house once for each day and each length."""

from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from portal.app.load.making import Making
from portal.clocks import catalogue
from portal.clocks.counting import due, marks
from portal.clocks.rules import Clock, Due, Unit
from portal.directory.taxonomy.rules import load as taxonomy
from portal.directory.workdays.hours import OfficeTime

HOURLY = (Unit.HOURS, Unit.WORKHOURS)


class Times:
    """Working days and hours of the centre, with what was counted already."""

    def __init__(self, office: OfficeTime, center: str, area_path: str) -> None:
        self.office, self.center, self.area_path = office, center, area_path
        self._dues: dict[tuple[str, date], Due] = {}

    @cached_property
    def zone(self) -> ZoneInfo:
        """Where the centre stands."""
        zone = self.office.zone
        assert isinstance(zone, ZoneInfo)
        return zone

    def day(self, at: datetime) -> date:
        """The legal day."""
        return self.office.day_of(at)

    def due(self, code: str, at: datetime) -> Due:
        """When the clock that starts then ends; days end alike, whatever the hour they began."""
        clock = catalogue.load()[code]
        if clock.span.unit in HOURLY:
            return due(clock, at, self.office)
        key = (code, self.day(at))
        if key not in self._dues:
            self._dues[key] = due(clock, at, self.office)
        return self._dues[key]

    def legal(self, class_code: str) -> str:
        """The code of the legal period of a mediation of this class (R-09)."""
        return catalogue.mediation_clock(taxonomy().minor(class_code).moj).code

    def put(self, making: Making, matter: str, code: str, at: datetime, stop: tuple[datetime, str] | None) -> None:
        """A clock of a matter: it runs, or ``stop`` says when and by which event it was stopped."""
        clock, counted = catalogue.load()[code], self.due(code, at)
        until = stop[0] if stop else making.now
        making.put(
            "clocks",
            id=making.new_id(at),
            subject_type="matter",
            subject_id=matter,
            center_id=self.center,
            area_path=self.area_path,
            code=code,
            kind=str(clock.kind),
            started_at=at,
            due_at=counted.at,
            yellow_at=counted.yellow_at,
            last_day=counted.last_day,
            rolled_from=counted.rolled_from,
            provisional=counted.provisional,
            next_at=None if stop else self._next(clock, at, counted, making.now),
            spoken_at=counted.yellow_at if counted.yellow_at <= until else None,
            yellowed_at=counted.yellow_at if counted.yellow_at <= until else None,
            reddened_at=counted.at if counted.at <= until else None,
            paused_at=None,
            stopped_at=stop[0] if stop else None,
            stop_reason=stop[1] if stop else None,
        )

    def _next(self, clock: Clock, at: datetime, counted: Due, now: datetime) -> datetime | None:
        """What it still has to say; what has passed was said when it was due."""
        return next((mark.at for mark in marks(clock, at, counted, self.office) if mark.at > now), None)
