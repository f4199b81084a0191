"""The days of the demonstration: whenever the county is told, every moment of a story lies before that."""

from datetime import UTC, datetime

import pytest

from portal.app.demo.days import Days


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 21, 16, 1, tzinfo=UTC),  # Sunday, one past midnight in the county
        datetime(2026, 10, 4, 23, 59, tzinfo=UTC),  # in the autumn holidays
        datetime(2026, 2, 20, 4, 0, tzinfo=UTC),  # Spring Festival
        datetime(2026, 11, 18, 7, 0, tzinfo=UTC),  # a Wednesday afternoon
    ],
)
def test_every_moment_of_a_story_lies_before_it_is_told(now: datetime) -> None:
    days = Days(now, "Asia/Shanghai")
    moments = [days.work(back, "22:00") for back in range(1, 70)]
    assert moments == sorted(moments, reverse=True)
    assert len({moment.date() for moment in moments}) == len(moments)
    assert all(
        days.work(back, "23:00") < days.after(back, "07:00") < days.work(back - 1, "08:00") for back in range(2, 70)
    )
    assert max(*moments, days.ago(1, "23:59"), days.minutes(1)) < now
