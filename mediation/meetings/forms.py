"""Choosing a room and a time."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from wtforms import DateField
from wtforms.validators import Optional, ValidationError

from mediation.meetings.rules import LENGTHS
from portal.kernel.forms import ActionForm, Needed, OptionsField, SelectField
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l


class PlaceForm(ActionForm):
    """Where, how long, who, from which day: a GET form, its answer is a list of free times."""

    class Meta(ActionForm.Meta):
        """A question in the address changes nothing and needs no token."""

        csrf = False

    venue = SelectField(_l("房间"))
    length = SelectField(_l("多长时间"), choices=LENGTHS, default="90")
    side = SelectField(_l("谁来"), choices=[], validate_choice=True)
    first = DateField(_l("从哪一天开始找"), [Optional()])

    def __init__(self, *args: Any, venues: Any, sides: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.venue.choices = [(venue.id.hex, venue.name()) for venue in venues]
        self.side.choices = sides
        for field, default in ((self.venue, None), (self.length, "90"), (self.side, None)):
            there = [choice.value for choice in field.choices]
            if there and field.data not in there:  # an address may hold anything
                field.data = default or there[0]

    def chosen(self) -> tuple[uuid.UUID, timedelta, str | None]:
        """Room, length, side (None for everybody)."""
        return uuid.UUID(self.venue.data), timedelta(minutes=int(self.length.data)), self.side.data or None


class TimeForm(ActionForm):
    """One of the free times."""

    start = OptionsField(_l("选一个大家都有空的时间"), (), [Needed(_l("请选择一个时间。"))])

    def __init__(self, *args: Any, times: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.start.choices = times
        self.start.validate_choice = False  # somebody else may have taken it since: the booking itself decides

    def validate_start(self, field: Any) -> None:
        """One of those that were listed, or one that was when the page was made."""
        try:
            at = datetime.fromisoformat(field.data)
        except ValueError:
            raise ValidationError(_("请从列出的时间里选一个。")) from None
        if at.tzinfo is None:
            raise ValidationError(_("请从列出的时间里选一个。"))

    def at(self) -> datetime:
        """The start as an instant."""
        return datetime.fromisoformat(self.start.data)
