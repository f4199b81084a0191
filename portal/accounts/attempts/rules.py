"""How many wrong answers shut a door, for whom, and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

TRIES = 5
TRIES_TOGETHER = 50
"""From everywhere together: whoever guesses at a case from one place must not lock out its people elsewhere, and
whoever guesses from many places still finds the door shut long before a PIN of six digits is found."""
SHORT_LOCK = timedelta(minutes=15)
LONG_LOCK = timedelta(hours=4)
LONG_FROM = 4
"""From the fourth lock within a day on, a lock is long: a PIN has only a million values."""
MEMORY = timedelta(hours=24)
"""Failures are forgotten a day after the first of them, unless a lock still holds."""


@dataclass(frozen=True)
class Count:
    """What is remembered of one door."""

    failures: int
    first_at: datetime
    locked_until: datetime | None


def one_more(before: Count | None, now: datetime, tries: int = TRIES) -> Count:
    """The count after another wrong answer; a lock for everybody is long at once."""
    if before is None or before.failures == 0 or forgotten(before, now):
        before = Count(0, now, None)
    failures = before.failures + 1
    if failures % tries:
        return Count(failures, before.first_at, before.locked_until)
    lock = LONG_LOCK if failures // TRIES >= LONG_FROM else SHORT_LOCK
    return Count(failures, before.first_at, now + lock)


def forgotten(count: Count, now: datetime) -> bool:
    """Whether so much time has passed that counting starts anew."""
    return now - count.first_at >= MEMORY and not (count.locked_until and count.locked_until > now)


def left(failures: int) -> int:
    """How many tries remain before the next lock."""
    return TRIES - failures % TRIES
