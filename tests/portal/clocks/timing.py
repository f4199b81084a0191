"""What the tests of the clocks share: the shipped catalogue, an office in Beijing time, and short dates."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from portal.clocks import catalogue
from portal.clocks.counting import due
from portal.clocks.rules import Due
from portal.directory.workdays.hours import OfficeTime
from portal.directory.workdays.rules import load

BEIJING = ZoneInfo("Asia/Shanghai")
OFFICE = OfficeTime(load(), BEIJING)
CLOCKS = catalogue.load()


def local(text: str) -> datetime:
    """An instant from Beijing time, e.g. 26-11-23 10:00."""
    return datetime.fromisoformat(f"20{text}").replace(tzinfo=BEIJING)


def day(text: str) -> date:
    """A date of this century, e.g. 26-10-08."""
    return date.fromisoformat(f"20{text}")


def ends_at(code: str, start: str) -> Due:
    """When this clock ends if it starts then."""
    return due(CLOCKS[code], local(start), OFFICE)
