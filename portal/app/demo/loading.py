"""Telling the whole county in one go, and whether it has been told."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from portal.app import Portal
from portal.app.demo import register, roster, staff
from portal.app.demo.county import County, Key
from portal.app.demo.days import Days
from portal.app.demo.stories import STORIES
from portal.app.demo.telling import Narrator, Story
from portal.app.demo.undivided import undivided
from portal.directory.organisations.queries import area, centre_for
from portal.kernel import clock
from portal.kernel.db import Db

LONG_AGO = timedelta(days=400)


def is_furnished(db: Db) -> bool | None:
    """Whether this house is the demonstration county; None while it is empty, False for a real centre."""
    if centre_for(db) is None:
        return None
    return area(db, register.COUNTY) is not None


def furnish(portal: Portal, stories: Sequence[Callable[[County], Story]] = STORIES) -> Sequence[Key]:
    """Tell everything, or nothing if any part fails; answers what a visitor may try. The house is empty."""
    days = Days(clock.now(), portal.settings.zone)
    with undivided(portal.database) as database:
        with clock.held(days.now - LONG_AGO), database.writing() as db:
            bodies = register.enter(db)
            accounts = staff.engage(db, bodies)
            roster.stand_ready(db, bodies, accounts)
        county = County(database, portal.settings, days, bodies, accounts, [])
        narrator = Narrator(database, portal.handlers, portal.ticks)
        narrator.tell([story(county) for story in stories], days.now)
    return county.keys
