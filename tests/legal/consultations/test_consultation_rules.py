"""What a consultation may become, until when it may be changed, when somebody is late, when they are reminded."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from legal.consultations.forms import NEEDED, STEPS
from legal.consultations.rules import (
    COMING,
    MOVES,
    STATES,
    TOPICS,
    UNDONE,
    WAITING,
    may_become,
    may_cancel,
    may_change,
    missed,
    remind_at,
)
from legal.consultations.words import STATES as STATE_WORDS
from legal.consultations.words import TOPICS as TOPIC_WORDS
from portal.directory.taxonomy.rules import load

# from →        booked arrived started finished no_show postponed cancelled
TABLE = {
    "booked":    (0, 1, 1, 0, 1, 1, 1),
    "arrived":   (0, 0, 1, 0, 0, 1, 1),
    "started":   (0, 0, 0, 1, 0, 0, 0),
    "finished":  (0, 0, 0, 0, 0, 0, 0),
    "no_show":   (1, 1, 0, 0, 0, 0, 1),
    "postponed": (1, 0, 0, 0, 0, 0, 1),
    "cancelled": (0, 0, 0, 0, 0, 0, 0),
}  # fmt: skip
START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ZONE = "Asia/Shanghai"


@pytest.mark.parametrize(("state", "target"), [*product(STATES, STATES)])
def test_every_move(state: str, target: str) -> None:
    assert may_become(state, target) == bool(TABLE[state][STATES.index(target)])


def test_tables_are_complete() -> None:
    assert set(MOVES) == set(STATES) == set(STATE_WORDS)
    assert set(TOPICS) == set(TOPIC_WORDS)
    assert {code for code in TOPICS.values() if code} <= set(load().majors)
    assert set(COMING) | set(WAITING) | set(UNDONE) | {"started", "finished"} == set(STATES)
    assert set(NEEDED) == set(STEPS) - {"time"}


@pytest.mark.parametrize(
    ("state", "changes", "hours_before", "may"),
    [
        ("booked", 0, 24, True),
        ("booked", 1, 24, True),
        ("booked", 2, 24, False),  # twice is enough
        ("booked", 0, 2, True),  # the last moment
        ("booked", 0, 1.99, False),
        ("booked", 0, -1, False),
        ("arrived", 0, 24, False),
        ("no_show", 0, -24, True),
        ("no_show", 2, -24, False),
        ("postponed", 2, -24, True),  # it was not theirs
        ("started", 0, 24, False),
        ("finished", 0, 24, False),
        ("cancelled", 0, 24, False),
    ],
)
def test_who_may_still_change(state: str, changes: int, hours_before: float, may: bool) -> None:
    assert may_change(state, changes, START, START - timedelta(hours=hours_before)) is may


@pytest.mark.parametrize(
    ("state", "hours_before", "may"),
    [
        ("booked", 2, True),
        ("booked", 1.99, False),
        ("no_show", -24, True),
        ("postponed", -24, True),
        ("arrived", 24, False),
        ("started", 24, False),
        ("finished", 24, False),
        ("cancelled", 24, False),
    ],
)
def test_who_may_still_cancel(state: str, hours_before: float, may: bool) -> None:
    assert may_cancel(state, START, START - timedelta(hours=hours_before)) is may


@pytest.mark.parametrize(
    ("state", "minutes", "is_missed"),
    [("booked", 14, False), ("booked", 15, True), ("arrived", 60, False), ("no_show", 60, False)],
)
def test_fifteen_minutes_are_waited(state: str, minutes: int, is_missed: bool) -> None:
    assert missed(state, START, START + timedelta(minutes=minutes)) is is_missed


def test_the_reminder_goes_out_on_the_morning_before() -> None:
    assert remind_at(START, START - timedelta(days=5), ZONE) == datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert remind_at(START, datetime(2026, 11, 23, 1, 0, tzinfo=UTC), ZONE) is None
