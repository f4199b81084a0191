"""Whether somebody is at the centre now: a page must not promise a reader who has gone home."""

from zoneinfo import ZoneInfo

from flask import current_app

from portal.directory.organisations.models import Organisation
from portal.directory.organisations.rules import is_open
from portal.kernel import clock


def is_staffed(centre: Organisation | None) -> bool:
    """Whether the centre is open at this moment."""
    if centre is None:
        return False
    zone = current_app.extensions["portal"].settings.zone
    return is_open(centre.hours, clock.now().astimezone(ZoneInfo(zone)))
