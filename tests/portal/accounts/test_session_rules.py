"""How long a sign-in lasts, and what a device is called."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts.sessions.rules import LIVES, device_name, is_over

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FAR = START + timedelta(days=300)


@pytest.mark.parametrize(
    ("kind", "age", "idle", "over"),
    [
        ("staff", {"hours": 1}, {"minutes": 29}, False),
        ("staff", {"hours": 1}, {"minutes": 30}, True),
        ("staff", {"hours": 11, "minutes": 59}, {"minutes": 1}, False),
        ("staff", {"hours": 12}, {"minutes": 1}, True),
        ("visit", {"hours": 1}, {"minutes": 29}, False),
        ("visit", {"hours": 1}, {"minutes": 30}, True),
        ("resident", {"days": 29}, {"days": 20}, False),
        ("resident", {"days": 30}, {"minutes": 1}, True),
    ],
)
def test_lives(kind: str, age: dict[str, int], idle: dict[str, int], over: bool) -> None:
    now = START + timedelta(**age)
    assert is_over(kind, START, now - timedelta(**idle), FAR, now) is over


def test_what_the_row_says_ends_it_earlier() -> None:
    now = START + timedelta(minutes=5)
    assert is_over("resident", START, now, now, now)


def test_every_kind_has_a_life() -> None:
    assert set(LIVES) == {"staff", "visit", "resident"}


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile MicroMessenger/8.0", "微信 · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Safari/604.1", "Safari · iPhone"),
        ("curl/8.0", ""),
    ],
)  # fmt: skip
def test_device_names(agent: str, name: str) -> None:
    assert device_name(agent) == name
