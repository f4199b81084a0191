"""Sums and instalments as people type them."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from mediation.agreements.terms import Part
from portal.kernel.money import LIMIT_FEN

DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


class NotAnAmount(ValueError):
    """What was typed is no sum of money."""


class NotAPart(ValueError):
    """A line that is no instalment; ``line`` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def fen(typed: str) -> int:
    """1,234.5 · ￥1234.50元 · １２３４: yuan as typed → fen; more than zero, at most two decimals."""
    plain = re.sub(r"[\s,，￥¥元]", "", unicodedata.normalize("NFKC", typed))
    try:
        value = Decimal(plain) * 100
    except InvalidOperation as error:
        raise NotAnAmount(typed) from error
    if not value.is_finite() or value != value.to_integral_value() or not 0 < value < LIMIT_FEN:
        raise NotAnAmount(typed)
    return int(value)


def yuan(amount: int | None) -> str:
    """Fen → as it is typed: 1234.50."""
    return "" if amount is None else f"{amount // 100}.{amount % 100:02d}"


def parts(typed: str) -> tuple[Part, ...]:
    """One instalment a line: a day and a sum, e.g. ``2026-01-31 1000``."""
    lines = [line for line in unicodedata.normalize("NFKC", typed).splitlines() if line.strip()]
    return tuple(_part(line, number) for number, line in enumerate(lines, start=1))


def _part(line: str, number: int) -> Part:
    found = DATE.match(line.strip())
    try:
        if found is None:
            raise NotAPart(number)
        day = date(*(int(group) for group in found.groups()))
        return Part(day, fen(line.strip()[found.end() :]))
    except ValueError as error:
        raise NotAPart(number) from error


def show_parts(rows: Sequence[Part]) -> str:
    """Instalments as they are typed."""
    return "\n".join(f"{part.due_on.isoformat()} {yuan(part.amount)}" for part in rows)
