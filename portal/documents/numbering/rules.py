"""How a document number is written (domain §2.1), and which series each kind of paper has."""

from collections.abc import Mapping

SERIES: Mapping[str, str] = {
    "agreement": "人调字",
    "consultation": "法询字",
    "oral": "人调口字",
}
"""Kind of paper → its 字. A kind that stands in no series goes by the number of the paper it belongs to."""


def write_number(short_name: str, series: str, year: int, number: int) -> str:
    """（2026）城关人调字第12号: full-width brackets, the body's short name, no leading zeros."""
    if number < 1:
        raise ValueError("numbers begin with 1")
    return f"（{year}）{short_name}{series}第{number}号"
