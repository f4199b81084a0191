"""What is counted: each number is a condition on matters, so that it and the rows behind it cannot differ."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement

from portal.kernel.i18n import lazy as _l

GROUPS: Mapping[str, Any] = {
    "door": _l("进门"),
    "light": _l("亮灯"),
    "mediation": _l("调解"),
    "after": _l("协议以后"),
    "ended": _l("本月办结"),
}
"""In the order of a matter's road."""

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Scope:
    """Of which centres, and at which moment: what every condition may ask for."""

    centers: frozenset[uuid.UUID]
    now: datetime
    today: date
    day_began: datetime
    month_began: datetime

    @classmethod
    def at(cls, centers: Iterable[uuid.UUID], now: datetime, zone: str) -> "Scope":
        """Day and month as the clock on the centre's wall has them."""
        here = now.astimezone(ZoneInfo(zone))
        day = here.replace(hour=0, minute=0, second=0, microsecond=0)
        return cls(frozenset(centers), now, here.date(), day, day.replace(day=1))


@dataclass(frozen=True)
class Figure:
    """One number: its name in addresses, where it stands, its words, and which matters it counts."""

    key: str
    group: str
    label: Any
    which: Callable[[Scope], ColumnElement[bool]]


_known: dict[str, Figure] = {}


def register(figures: Iterable[Figure]) -> None:
    """A floor says what it can count; twice is once."""
    for figure in figures:
        if figure.group not in GROUPS:
            raise KeyError(figure.group)
        _known[figure.key] = figure


def figures() -> Iterable[Figure]:
    """All of them, group by group, in the order in which they were registered."""
    order = list(GROUPS)
    return sorted(_known.values(), key=lambda figure: order.index(figure.group))


def figure(key: str) -> Figure | None:
    """The one of this name."""
    return _known.get(key)
