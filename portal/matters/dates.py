"""By when: the moments that are promised to people in a matter."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.directory.workdays.hours import OfficeTime
from portal.directory.workdays.rules import load
from portal.kernel import clock
from portal.kernel.db import Db


def workdays_from_now(db: Db, days: int) -> datetime:
    """When business stops on the n-th working day from today (工作日, with 调休)."""
    office = OfficeTime(load(), ZoneInfo(db.info["settings"].zone))
    return office.closing(office.add_workdays(office.day_of(clock.now()), days).day)


def end_of(db: Db, day: date) -> datetime:
    """The last minute of a day (23:59, not 0:00): what is agreed for a day may be done until its end."""
    return midnight_after(db, day) - timedelta(minutes=1)


def midnight_after(db: Db, day: date) -> datetime:
    """24:00 of a day (民法典 art.203)."""
    return OfficeTime(load(), ZoneInfo(db.info["settings"].zone)).midnight_after(day)
