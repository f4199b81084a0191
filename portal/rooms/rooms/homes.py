"""Where a room belongs: the floors above know the page of its holder."""

from collections.abc import Callable
from uuid import UUID

from portal.kernel.db import Db
from portal.kernel.policy import Actor

Page = Callable[[Db, Actor, UUID], str | None]
_homes: dict[str, Page] = {}


def belongs_to(kind: str, page: Page) -> None:
    """The path of the holder's page, for staff who are in such a room; None for those who may not open it."""
    _homes[kind] = page


def way_back(db: Db, actor: Actor, kind: str, holder: UUID) -> str | None:
    """The page from which staff came."""
    return _homes[kind](db, actor, holder) if kind in _homes else None
