"""How long a sign-in lasts, by what kind of person it is; and what a device is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

NOTE_EVERY = timedelta(minutes=1)
"""Last seen is written down at most this often."""
KEPT = timedelta(days=90)
"""How long an ended sign-in stays in the table (audit lines keep its id)."""


@dataclass(frozen=True)
class Life:
    """``whole`` from the sign-in on; ``idle`` without a request ends it earlier."""

    whole: timedelta
    idle: timedelta | None


LIVES: Mapping[str, Life] = {
    "staff": Life(timedelta(hours=12), timedelta(minutes=30)),
    "visit": Life(timedelta(hours=12), timedelta(minutes=30)),
    "resident": Life(timedelta(days=30), None),
}
LONGEST = max(life.whole for life in LIVES.values())


def is_over(kind: str, created: datetime, seen: datetime, expires: datetime, now: datetime) -> bool:
    """Whether a sign-in of this kind has run out.

    The kind is what the holder is now: a resident who became staff is held to the staff's shorter times at once.
    """
    life = LIVES[kind]
    if now >= expires or now >= created + life.whole:
        return True
    return life.idle is not None and now >= seen + life.idle


BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """Enough for a person to recognise their own device: browser and system, nothing finer."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " · ".join(part for part in (browser, system) if part)
