"""What a visit may become, and when somebody is reminded."""

from datetime import timedelta

import pytest

from counseling.booking.rules import STATES, may_become, may_settle, reminded_at
from tests.counseling.callers import TUESDAY

ALLOWED = {("booked", "arrived"), ("booked", "missed"), ("booked", "cancelled"), ("missed", "arrived")}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("target", STATES)
def test_moves(state: str, target: str) -> None:
    assert may_become(state, target) == ((state, target) in ALLOWED)


@pytest.mark.parametrize(("ahead", "reminded"), [(25, 1), (24, None), (3, None), (24 * 10, 24 * 9)])
def test_a_reminder_goes_out_a_day_before_or_not_at_all(ahead: int, reminded: int | None) -> None:
    at = reminded_at(TUESDAY + timedelta(hours=ahead), TUESDAY)
    assert at == (TUESDAY + timedelta(hours=reminded) if reminded else None)


@pytest.mark.parametrize(
    ("state", "ahead", "allowed"),
    [
        ("arrived", timedelta(hours=9), True),  # the same day
        ("arrived", timedelta(hours=16), False),  # after midnight where the centre stands
        ("arrived", -timedelta(days=3), True),  # written down later
        ("missed", timedelta(minutes=1), False),
        ("missed", timedelta(0), True),
        ("missed", -timedelta(days=3), True),
    ],
)
def test_when_it_may_be_said_who_came(state: str, ahead: timedelta, allowed: bool) -> None:
    assert may_settle(state, TUESDAY + ahead, TUESDAY, "Asia/Shanghai") == allowed
