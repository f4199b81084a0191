"""What a consultation may become, what one may ask about, until when it may be changed, when somebody is late."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STATES = ("booked", "arrived", "started", "finished", "no_show", "postponed", "cancelled")

MOVES: Mapping[str, frozenset[str]] = {
    "booked": frozenset({"arrived", "started", "no_show", "postponed", "cancelled"}),
    "arrived": frozenset({"started", "postponed", "cancelled"}),
    "started": frozenset({"finished"}),
    "no_show": frozenset({"arrived", "booked", "cancelled"}),
    "postponed": frozenset({"booked", "cancelled"}),
    "finished": frozenset(),
    "cancelled": frozenset(),
}
"""State → states it may become. Postponed: the lawyer cannot keep the time. Whoever did not come may come later that
day after all, or take another time; whoever was put off takes another time."""

COMING = frozenset({"booked", "arrived"})
"""States in which somebody is expected or waits."""
WAITING = ("no_show", "postponed")
"""States in which the person may take another time."""
UNDONE = frozenset({*WAITING, "cancelled"})
"""States in which nobody was advised."""

LENGTH = timedelta(minutes=30)
"""One consultation."""
LEAD = timedelta(hours=1)
"""A lawyer learns of an appointment at least so long before."""
CHANGE_UNTIL = timedelta(hours=2)
"""Until so long before one may change or cancel by oneself; afterwards by phone."""
MOST_CHANGES = 2
"""How often one may change by oneself."""
LATE = timedelta(minutes=15)
"""Whoever comes later than this may find the lawyer with somebody else."""
LAPSES = timedelta(days=14)
"""How long somebody may take another time before the matter is closed."""
AHEAD = timedelta(days=30)
"""How far ahead one may book."""
REMIND = time(9, 0)
"""When the reminder goes out on the day before."""

TOPICS: Mapping[str, str] = {
    "family": "01",
    "work": "07",
    "debt": "04",
    "house": "03",
    "injury": "06",
    "land": "08",
    "shopping": "10",
    "neighbour": "02",
    "other": "",
}
"""What one may say it is about → the class of disputes (domain §3) that a record begins with; '' leaves it open."""


def may_become(state: str, target: str) -> bool:
    """Whether the table allows this move."""
    return target in MOVES[state]


def change_until(starts_at: datetime) -> datetime:
    """The last moment at which one may change it oneself."""
    return starts_at - CHANGE_UNTIL


def may_change(state: str, changes: int, starts_at: datetime, now: datetime) -> bool:
    """Whether the person may take another time without calling: in time, and not for ever."""
    if state == "postponed":
        return True
    if state == "no_show":
        return changes < MOST_CHANGES
    return state == "booked" and changes < MOST_CHANGES and now <= change_until(starts_at)


def may_cancel(state: str, starts_at: datetime, now: datetime) -> bool:
    """Whether the person may cancel without calling."""
    return state in WAITING or (state == "booked" and now <= change_until(starts_at))


def missed(state: str, starts_at: datetime, now: datetime) -> bool:
    """Whether the lawyer may write down that nobody came: fifteen minutes are waited."""
    return state == "booked" and now >= starts_at + LATE


def remind_at(starts_at: datetime, now: datetime, zone: str) -> datetime | None:
    """The morning of the day before; None when that is past already."""
    there = ZoneInfo(zone)
    day: date = starts_at.astimezone(there).date() - timedelta(days=1)
    at = datetime.combine(day, REMIND, there)
    return at if at > now else None
