"""The only clock: the present instant in UTC, which tests and drills may hold still."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_held: list[datetime] = []


def now() -> datetime:
    """The present instant, always aware and in UTC."""
    return _held[-1] if _held else datetime.now(UTC)


def today(zone: str) -> date:
    """The legal day (日) in the zone where the centre stands, e.g. ``Asia/Shanghai``."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def held(at: datetime) -> Iterator[None]:
    """Hold the clock at an aware instant for the length of the block (tests, demonstration stories)."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    _held.append(at.astimezone(UTC))
    try:
        yield
    finally:
        _held.pop()
