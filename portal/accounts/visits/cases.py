"""What this floor must know of cases, answered by the floor of the matters, which stands above it."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from portal.kernel.db import Db


class Case(NamedTuple):
    """A case by its code: which one, and the people who may be let in by a code to their phone."""

    matter_id: uuid.UUID
    person_ids: Sequence[uuid.UUID]


class CaseBook(Protocol):
    """The matters' answers; a module with these three functions will do."""

    def find(self, db: Db, typed: str) -> Case | None:
        """The case with this code as typed by hand (blanks, small letters, O for 0), or None."""

    def home(self, db: Db, matter_id: uuid.UUID, person_id: uuid.UUID) -> str:
        """The path of the page where this person sees how the case stands."""

    def words(self, db: Db, matter_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, str]:
        """What a list of one's own cases calls each: the code, nothing that tells what it is about."""


OtherDoor = Callable[[Db, uuid.UUID, str], str | None]
Landing = Callable[[Db, uuid.UUID, uuid.UUID], str | None]

_book: list[CaseBook] = []
_landings: list[Landing] = []
_doors: list[OtherDoor] = []


def provide(book: CaseBook) -> None:
    """For the floor of the matters, once at start."""
    _book[:] = [book]


def lead_to(landing: Landing) -> None:
    """For floors above: a path for a person who owes something there (a reply, a signature) or has left, or None."""
    if landing not in _landings:
        _landings.append(landing)


def also_open(door: OtherDoor) -> None:
    """For floors above: the path of a door of theirs that this PIN of this case opens, or None."""
    if door not in _doors:
        _doors.append(door)


def other_door(db: Db, matter_id: uuid.UUID, pin: str) -> str | None:
    """Where somebody should knock whose PIN is right, but not for this door."""
    return next((path for door in _doors if (path := door(db, matter_id, pin)) is not None), None)


def find(db: Db, typed: str) -> Case | None:
    """The case with this code, or None."""
    return _book[0].find(db, typed) if _book else None


def led_to(db: Db, matter_id: uuid.UUID, person_id: uuid.UUID) -> str | None:
    """Where a floor above leads this person, if one does."""
    paths = (landing(db, matter_id, person_id) for landing in _landings)
    return next((path for path in paths if path is not None), None)


def home(db: Db, matter_id: uuid.UUID, person_id: uuid.UUID) -> str:
    """Where this person lands."""
    return led_to(db, matter_id, person_id) or (_book[0].home(db, matter_id, person_id) if _book else "/")


def words(db: Db, matter_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """What to call these cases."""
    return _book[0].words(db, matter_ids) if _book else {}
