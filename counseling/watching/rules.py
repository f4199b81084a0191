"""Which months are counted, and from which number on a number is told."""

from collections.abc import Iterator
from datetime import date

FEWEST = 5
"""R-15: below this a count could be somebody."""
MONTHS = 12


def told(count: int) -> int | None:
    """The number, or nothing."""
    return count if count >= FEWEST else None


def months(today: date, many: int = MONTHS) -> Iterator[tuple[date, date]]:
    """The last whole months, latest first, each with the first day of the next: an unfinished month would tell of each
    single talk as its number goes up."""
    end = today.replace(day=1)
    for _number in range(many):
        begin = date(end.year - (end.month == 1), (end.month - 2) % 12 + 1, 1)
        yield begin, end
        end = begin
