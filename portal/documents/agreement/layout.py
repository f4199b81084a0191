"""Arranges label and value on the lines of a table: short ones two a line, long ones alone."""

from collections.abc import Iterable

from portal.documents.agreement.wording import Rows

#: Widest value that fits half a line, in widths of a Chinese character; digits and Latin letters count half.
_HALF_LINE = 11.5


def table_lines(rows: Iterable[tuple[str, str]]) -> list[Rows]:
    """Lines of one or two pairs; a short value whose neighbour is long stands alone."""
    lines: list[Rows] = []
    waiting: tuple[str, str] | None = None
    for row in rows:
        short = _width(row[1]) <= _HALF_LINE
        if waiting and short:
            lines.append((waiting, row))
            waiting = None
            continue
        if waiting:
            lines.append((waiting,))
        waiting = row if short else None
        if not short:
            lines.append((row,))
    return [*lines, (waiting,)] if waiting else lines


def groups(digest: str) -> str:
    """A hash in groups of eight, to be compared by eye."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _width(text: str) -> float:
    return sum(0.55 if character.isascii() else 1 for character in text)
