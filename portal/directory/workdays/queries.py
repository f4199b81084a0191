"""The time of one centre: the shipped calendar, its hours from the register, the zone of the installation."""

import uuid
from zoneinfo import ZoneInfo

from portal.directory.organisations.queries import organisation
from portal.directory.workdays.hours import DEFAULT_HOURS, OfficeTime, weekly
from portal.directory.workdays.rules import load
from portal.kernel.db import Db


def office_time(db: Db, organisation_id: uuid.UUID) -> OfficeTime:
    """The working days and hours of an organisation; one that names no hours has the usual ones."""
    hours = organisation(db, organisation_id).hours
    zone = ZoneInfo(db.info["settings"].zone)
    return OfficeTime(load(), zone, weekly(hours) if any(hours.values()) else DEFAULT_HOURS)
