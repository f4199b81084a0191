"""The appointment as a calendar file (RFC 5545): a neutral title, for calendars are seen by others too."""

from datetime import timedelta

from icalendar import Alarm, Calendar, Event

from legal.consultations.models import Consultation
from portal.kernel import clock
from portal.kernel.i18n import gettext as _
from portal.matters.rules import show_code

MEDIA_TYPE = "text/calendar"
BEFORE = timedelta(hours=2)


def calendar_file(consultation: Consultation, address: str, phone: str) -> bytes:
    """One event; opened again after a change it replaces the former one. Nothing says what it is about."""
    title = _("预约 %(code)s", code=show_code(consultation.matter.code))
    event = Event()
    event.add("uid", f"{consultation.id.hex}@onedoor")
    event.add("dtstamp", clock.now())
    event.add("sequence", consultation.version)
    event.add("dtstart", consultation.starts_at)
    event.add("dtend", consultation.ends_at)
    event.add("summary", title)
    event.add("status", "CONFIRMED" if consultation.state in ("booked", "arrived") else "CANCELLED")
    if consultation.mode == "visit":
        event.add("location", address)
    event.add("description", _("有变化请打电话 %(phone)s。", phone=phone))
    event.add_component(_alarm(title))
    file = Calendar()
    file.add("prodid", "-//Onedoor//Appointments//ZH")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add_component(event)
    data: bytes = file.to_ical()
    return data


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -BEFORE)
    return alarm
