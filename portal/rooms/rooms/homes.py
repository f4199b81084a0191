"""Where a room belongs: the floors above know the page of its holder."""

from collections.abc import Callable
from uuid import UUID

_homes: dict[str, Callable[[UUID], str]] = {}


def belongs_to(kind: str, page: Callable[[UUID], str]) -> None:
    """The path of the holder's page, for staff who are in such a room."""
    _homes[kind] = page


def way_back(kind: str, holder: UUID) -> str | None:
    """The page from which staff came."""
    return _homes[kind](holder) if kind in _homes else None
