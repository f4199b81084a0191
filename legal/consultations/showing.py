"""How times, places and limits are written on pages."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app

from legal.consultations import conflicts, times
from legal.consultations.forms import ChoiceMixin, FindForm, wanted
from legal.consultations.models import Consultation
from legal.consultations.rules import LEAD, LENGTH, MOST_CHANGES, change_until, may_cancel, may_change
from legal.consultations.times import Free
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import show_day, show_instant
from portal.schedule.availability.words import MODES

DAYS_SHOWN = 4
"""So many days with free times on one page."""
LOOK = 31
"""Days in which free times are looked for."""
NO_LEAD = timedelta()
"""Whoever stands at the counter may go in at once."""


def zone() -> str:
    """Where the centre stands."""
    name: str = current_app.extensions["portal"].settings.zone
    return name


def local_day(at: datetime) -> date:
    """The legal day of an instant."""
    return at.astimezone(ZoneInfo(zone())).date()


def clock_time(at: datetime) -> str:
    """14:30."""
    return show_instant(at, zone(), day=False)


def label(free: Free) -> str:
    """09:00–09:30 · 来访 · 卢言之."""
    slot = free.slot
    span = f"{clock_time(slot.start)}–{clock_time(slot.end)}"
    return f"{span} · {MODES[slot.mode]} · {free.lawyer.name}"


def where(consultation: Consultation) -> str:
    """Where to come, or that one is called."""
    if consultation.mode == "phone":
        return _("律师在约好的时间打您留的手机号，请保持通畅。")
    body = consultation.organisation
    room = f" {consultation.venue.name()}" if consultation.venue else ""
    return _("%(body)s，%(address)s%(room)s", body=body.name(), address=body.address(), room=room)


def facts(consultation: Consultation) -> list[dict[str, str]]:
    """When, who, where, what to bring, for receipt and own page."""
    span = f"{show_day(local_day(consultation.starts_at), weekday=True)} {clock_time(consultation.starts_at)}"
    bring = _("身份证和有关的材料（合同、欠条、照片、聊天记录）。没有也可以。")
    if consultation.mode == "phone":
        bring = _("把有关的材料（合同、欠条、照片、聊天记录）放在手边。")
    return [
        {"label": _("时间"), "value": f"{span}–{clock_time(consultation.ends_at)}"},
        {"label": _("律师"), "value": consultation.lawyer.display_name},
        {"label": _("地点") if consultation.mode == "visit" else _("方式"), "value": where(consultation)},
        {"label": _("带什么"), "value": bring},
    ]


def limits(consultation: Consultation) -> dict[str, Any]:
    """What the person may still do by themselves, and until when."""
    now = clock.now()
    return {
        "until": change_until(consultation.starts_at),
        "may_change": may_change(consultation.state, consultation.changes, consultation.starts_at, now),
        "may_cancel": may_cancel(consultation.state, consultation.starts_at, now),
        "most": MOST_CHANGES,
        "minutes": int(LENGTH.total_seconds() // 60),
    }


def offer(
    db: Db, center_id: Any, find: FindForm, form: ChoiceMixin, sides: conflicts.Sides, *, lead: Any = LEAD
) -> Mapping[str, Any]:
    """Fill a form with the free times that fit the search; lawyers of the other side simply have none (R-18)."""
    everybody = times.lawyers(db, center_id)
    barred = conflicts.barred(db, [one.id for one in everybody], sides)
    among = [one for one in find.among(everybody) if one.id not in barred]
    first = find.first.data or clock.today(zone())
    free = times.free_times(db, among, first, LOOK, find.mode.data or None, lead=lead)
    now, later = times.shown(free, zone(), DAYS_SHOWN)
    form.offer(now, label)
    return {"find": find, "days": _days(now), "later": later}


def _days(free: Sequence[Free]) -> dict[str, str]:
    """Value of each choice → its day in words, so that a page can put them under headings."""
    return {wanted(one).text(): show_day(local_day(one.slot.start), weekday=True) for one in free}
