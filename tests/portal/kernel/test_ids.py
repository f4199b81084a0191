"""Identifiers sort by birth, whatever the clock does, and tell nothing but the time."""

import threading
import uuid
from datetime import UTC, datetime, timedelta

from portal.kernel import clock
from portal.kernel.db import new_id
from portal.kernel.db.ids import ROOM

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
"""Each test has an hour of its own."""


def moment(made: uuid.UUID) -> datetime:
    return datetime.fromtimestamp((made.int >> 80) / 1000, UTC)


def test_an_id_is_a_uuid_of_version_7_and_of_its_moment() -> None:
    with clock.held(NOON + HOUR):
        made = new_id()
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert moment(made) == NOON + HOUR


def test_ids_of_one_moment_sort_in_the_order_of_birth() -> None:
    with clock.held(NOON):
        made = [new_id() for _ in range(2 * ROOM)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert moment(made[-1]) - NOON <= timedelta(milliseconds=2), "a full moment runs over into the next"


def test_a_clock_that_is_set_right_changes_no_order() -> None:
    made = []
    for milliseconds in (5000, 4999, 4100, 5000, 5001):
        with clock.held(NOON + 2 * HOUR + timedelta(milliseconds=milliseconds)):
            made.append(new_id())
    assert made == sorted(made)


def test_a_clock_that_was_far_ahead_is_believed_when_it_is_back() -> None:
    with clock.held(NOON + 24 * HOUR):
        new_id()
    with clock.held(NOON + 3 * HOUR):
        assert moment(new_id()) == NOON + 3 * HOUR


def test_threads_share_the_order() -> None:
    made: list[uuid.UUID] = []
    with clock.held(NOON + 4 * HOUR):
        threads = [threading.Thread(target=lambda: made.extend(new_id() for _ in range(200))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(set(made)) == 800
