"""How long a talk is, when one may be booked, what a visit may become."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.kernel.i18n import lazy as _l

LENGTH = timedelta(minutes=50)
"""domain §4.10."""
DAYS = 14
"""How many days ahead are shown."""
LEAD = timedelta(hours=2)
"""No sooner than this, so that the counsellor sees it in time."""
MOST = 60
"""Times on one page."""
KIND = "hour"
"""What the calendar is told: that an hour is taken."""
DAY_BEFORE = timedelta(hours=24)

MOVES: Mapping[str, frozenset[str]] = {
    "booked": frozenset({"arrived", "missed", "cancelled"}),
    "arrived": frozenset(),
    "missed": frozenset({"arrived"}),
    "cancelled": frozenset(),
}
"""Somebody noted as missing may still come through the door."""
STATES = tuple(MOVES)

NAMES: Mapping[str, Any] = {
    "booked": _l("约好了"),
    "arrived": _l("来了"),
    "missed": _l("没有来"),
    "cancelled": _l("取消了"),
}
MODES: Mapping[str, Any] = {"visit": _l("来中心"), "phone": _l("打电话")}


def may_become(state: str, target: str) -> bool:
    """Whether a visit in this state may move to that one."""
    return target in MOVES[state]


def may_settle(state: str, start: datetime, now: datetime, zone: str) -> bool:
    """Whether it is time to say so: somebody comes on the day itself, and is missing from the hour on."""
    if state == "missed":
        return now >= start
    return now.astimezone(ZoneInfo(zone)).date() >= start.astimezone(ZoneInfo(zone)).date()


def reminded_at(start: datetime, now: datetime) -> datetime | None:
    """A day before; None when it is booked later than that, for whoever books today knows it."""
    at = start - DAY_BEFORE
    return at if at > now else None
