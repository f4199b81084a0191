"""Five wrong answers shut a door for a quarter of an hour."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts.attempts.rules import LONG_LOCK, SHORT_LOCK, Count, forgotten, left, one_more

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "lock"),
    [
        (0, None),
        (3, None),
        (4, SHORT_LOCK),
        (5, None),
        (9, SHORT_LOCK),
        (14, SHORT_LOCK),
        (19, LONG_LOCK),
        (24, LONG_LOCK),
    ],
)
def test_every_fifth_wrong_answer_locks(before: int, lock: timedelta | None) -> None:
    after = one_more(Count(before, NOW - timedelta(hours=1), None), NOW)
    assert after.failures == before + 1
    assert after.locked_until == (NOW + lock if lock else None)


def test_short_lock_is_fifteen_minutes() -> None:
    assert timedelta(minutes=15) == SHORT_LOCK


@pytest.mark.parametrize(
    ("first", "locked", "gone"),
    [
        (timedelta(hours=23), None, False),
        (timedelta(hours=24), None, True),
        (timedelta(hours=25), timedelta(minutes=1), False),
        (timedelta(hours=25), timedelta(minutes=-1), True),
    ],
)
def test_counting_starts_anew_after_a_day(first: timedelta, locked: timedelta | None, gone: bool) -> None:
    count = Count(4, NOW - first, NOW + locked if locked else None)
    assert forgotten(count, NOW) is gone
    assert one_more(count, NOW).failures == (1 if gone else 5)


@pytest.mark.parametrize(("failures", "tries"), [(1, 4), (4, 1), (5, 5), (6, 4)])
def test_tries_left(failures: int, tries: int) -> None:
    assert left(failures) == tries
