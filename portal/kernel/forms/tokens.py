"""What a form carries of the page it stood on: which version of the row, since when, with which values."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from wtforms import HiddenField, IntegerField
from wtforms.widgets import HiddenInput

from portal.kernel import clock

START = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def as_text(value: Any) -> str:
    """A value as the page shows it."""
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return "" if value is None else str(value)


class SeenField(IntegerField):
    """The version of the row that the page shows (``data``), and the moment at which it was shown (``since``)."""

    widget = HiddenInput()
    since: datetime | None = None

    def show(self, version: int) -> None:
        """From now on this page shows this version."""
        self.data, self.raw_data, self.errors = version, None, []

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data}.{(clock.now() - START) // MICROSECOND}"

    def process_formdata(self, valuelist: list[str]) -> None:
        """The version, and the moment if the page wrote one down."""
        if not valuelist:
            return
        version, _point, moment = valuelist[0].partition(".")
        super().process_formdata([version])
        try:
            self.since = START + int(moment) * MICROSECOND
        except (ValueError, OverflowError):
            self.since = None


class ShownField(HiddenField):
    """The values the page showed, by field: they stand open in its other fields as well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.now: dict[str, str] = {}
        self.was: dict[str, str] = {}
        super().__init__(*args, **kwargs)

    def renew(self) -> None:
        """From now on the page shows the values of now."""
        self.raw_data = None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return json.dumps(self.now, ensure_ascii=False, sort_keys=True)

    def process_formdata(self, valuelist: list[str]) -> None:
        """As the page wrote them; what is no such thing counts as nothing."""
        try:
            found = json.loads(valuelist[0]) if valuelist else {}
        except ValueError:
            found = {}
        if isinstance(found, dict):
            self.was = {str(name): str(value) for name, value in found.items()}
