"""The hour as a calendar file (RFC 5545). Calendars are seen by others: it says that there is something, not what.

Its name is random and new each time: whoever finds the file and a copy of the database cannot bring the two together.
"""

from icalendar import Calendar, Event

from counseling.booking.models import Visit
from portal.kernel import clock
from portal.kernel.db import new_secret_id
from portal.kernel.i18n import gettext as _

MEDIA_TYPE = "text/calendar"


def calendar_file(visit: Visit) -> bytes:
    """One event with a time and a neutral word."""
    event = Event()
    event.add("uid", new_secret_id().hex)
    event.add("dtstamp", clock.now())
    event.add("dtstart", visit.starts_at)
    event.add("dtend", visit.ends_at)
    event.add("summary", _("预约"))
    file = Calendar()
    file.add("prodid", "-//Onedoor//Appointments//ZH")
    file.add("version", "2.0")
    file.add_component(event)
    data: bytes = file.to_ical()
    return data
