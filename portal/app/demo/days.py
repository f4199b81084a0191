"""When things happened, counted back from today: stories of any day the house is set up on."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.directory.workdays.rules import load

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """``now`` is when the county is told; every moment lies before it."""

    now: datetime
    zone: str

    @property
    def today(self) -> date:
        """The legal day."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def work(self, back: int, at: str) -> datetime:
        """This time on the n-th working day before today (工作日, with 调休)."""
        day, calendar = self.today, load()
        for _ in range(back):
            day -= DAY
            while not calendar.is_workday(day):
                day -= DAY
        return self._at(day, at)

    def after(self, back: int, at: str) -> datetime:
        """This time on the day after the n-th working day before today: residents have no office hours."""
        return self._at(self.workday(back) + DAY, at)

    def ago(self, days: int, at: str) -> datetime:
        """This time so many calendar days before today: people also write on Sundays."""
        return self._at(self.today - days * DAY, at)

    def minutes(self, back: int) -> datetime:
        """So many minutes before now."""
        return self.now - timedelta(minutes=back)

    def workday(self, back: int) -> date:
        """The n-th working day before today."""
        return self.work(back, "12:00").date()

    def ahead(self, days: int) -> date:
        """A day to come (or past, if negative)."""
        return self.today + days * DAY

    def _at(self, day: date, at: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(at), ZoneInfo(self.zone))
