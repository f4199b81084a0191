"""Whether somebody is at the centre now: a page must not promise a reader who has gone home."""

from zoneinfo import ZoneInfo

from portal.directory.organisations.models import Organisation
from portal.directory.organisations.rules import is_open
from portal.kernel import clock
from portal.kernel.db import Db


def is_staffed(db: Db, centre: Organisation | None) -> bool:
    """Whether the centre is open at this moment."""
    if centre is None:
        return False
    return is_open(centre.hours, clock.now().astimezone(ZoneInfo(db.info["settings"].zone)))
