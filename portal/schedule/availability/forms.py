"""Weekly hours as a grid, days off, extra hours."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import DateField, FieldList, Form, FormField, SelectField, TimeField
from wtforms.validators import Optional, ValidationError

from portal.directory.organisations.models import Venue
from portal.kernel.forms import ActionForm, Needed
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.schedule.availability.models import WeeklyHours
from portal.schedule.availability.rules import Span
from portal.schedule.availability.words import HOW, HOW_WORDS, WEEKDAYS

A_DAY = 2
"""Spans of a weekday on the page: morning and afternoon."""


class HoursForm(Form):
    """From when to when, and how."""

    opens = TimeField(_l("从"), [Optional()])
    shuts = TimeField(_l("到"), [Optional()])
    how = SelectField(_l("方式"), choices=list(HOW_WORDS.items()))


class _PlaceForm(ActionForm):
    """Where people are met."""

    venue = SelectField(_l("来访在哪里接待"))

    def __init__(self, *args: Any, rooms: Mapping[uuid.UUID, Venue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = [(room_id.hex, room.name()) for room_id, room in rooms.items()]
        self.venue.choices = [("", _("本单位地址，不占房间")), *here]
        if self.venue.data is None:
            self.venue.data = ""

    def spans_of(self, weekday: int, hours: Mapping[str, Any]) -> list[Span]:
        """One span for each way in which these hours are offered."""
        room = uuid.UUID(self.venue.data) if self.venue.data else None
        return [
            Span(weekday, hours["opens"], hours["shuts"], mode, room if mode == "visit" else None)
            for mode in HOW[hours["how"]]
        ]


class WeekForm(_PlaceForm):
    """The weekly hours from a day on."""

    hours = FieldList(FormField(HoursForm), min_entries=len(WEEKDAYS) * A_DAY, max_entries=len(WEEKDAYS) * A_DAY)
    first = DateField(_l("从哪一天起"), [Needed(_l("请填写从哪一天起。"))])
    last = DateField(_l("到哪一天为止"), [Optional()])

    def validate_hours(self, field: Any) -> None:
        """Both ends or neither."""
        for entry in field.entries:
            if (entry.form.opens.data is None) != (entry.form.shuts.data is None):
                entry.form.shuts.errors = [_("开始和结束时间要一起填。")]
                raise ValidationError(_("开始和结束时间要一起填。"))

    def spans(self) -> list[Span]:
        """All that were filled in."""
        filled = [(n // A_DAY + 1, row) for n, row in enumerate(self.hours.data) if row["opens"] and row["shuts"]]
        return [span for weekday, row in filled for span in self.spans_of(weekday, row)]


def grid(rows: Iterable[WeeklyHours]) -> list[dict[str, Any]]:
    """Hours that hold, as the grid shows them."""
    found: dict[int, dict[tuple[Any, Any], set[str]]] = {weekday: {} for weekday in WEEKDAYS}
    for row in rows:
        found[row.weekday].setdefault((row.opens, row.shuts), set()).add(row.mode)
    shown: list[dict[str, Any]] = []
    for weekday in WEEKDAYS:
        spans = [{"opens": a, "shuts": b, "how": _how(modes)} for (a, b), modes in sorted(found[weekday].items())]
        empty: list[dict[str, Any]] = [{"opens": None, "shuts": None, "how": "both"}] * A_DAY
        shown += (spans + empty)[:A_DAY]
    return shown


def _how(modes: set[str]) -> str:
    return next(iter(modes)) if len(modes) == 1 else "both"


class OffForm(ActionForm):
    """Days off."""

    first = DateField(_l("从哪一天"), [Needed(_l("请填写哪一天。"))])
    last = DateField(_l("到哪一天（只休一天可以不填）"), [Optional()])


class ExtraForm(_PlaceForm):
    """Extra hours on one day."""

    day = DateField(_l("哪一天"), [Needed(_l("请填写哪一天。"))])
    opens = TimeField(_l("从几点"), [Needed(_l("请填写开始时间。"))])
    shuts = TimeField(_l("到几点"), [Needed(_l("请填写结束时间。"))])
    how = SelectField(_l("方式"), choices=list(HOW_WORDS.items()))

    def wanted(self) -> tuple[date, Sequence[Span]]:
        """The day, and a span for each way."""
        day: date = self.day.data  # type: ignore[assignment]
        return day, self.spans_of(day.isoweekday(), self.data)
