"""The kinds of notices: for each the sentence for those who have signed in, and the neutral words for outside."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """One kind. ``page`` and ``outside`` are lazy texts; both may use the notice's parameters: ``%(name)s``.

    ``page`` is shown after signing in and may say what it is about. ``outside`` may be read by anybody near the phone
    or letter box: no story, no class, no other party; it may use the slots of portal.notices.slots (``%(phone)s``,
    ``%(centre)s``, ``%(site)s`` are always there; floors above provide codes, links and PINs). None: only the bell.
    ``asked``: the receiver asks for it this minute (a one-time code), so it goes out even to those who asked us to be
    careful. ``urgent``: it rings the phone of an account too, where other kinds wait for the bell or the mail.
    ``where`` makes the address that the bell leads to.
    A parameter whose name ends in ``_at`` or ``_on`` is an instant or a day, and shown in the reader's language.
    """

    key: str
    page: Any
    outside: Any = None
    asked: bool = False
    urgent: bool = False
    where: Callable[[Any], str | None] | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; each key belongs to one kind."""
    if _kinds.setdefault(kind.key, kind) is not kind:
        raise ValueError(f"two kinds of notices are called {kind.key}")


def get(key: str) -> Kind:
    """The kind of this key; KeyError if nobody registered it."""
    return _kinds[key]


def find(key: str) -> Kind | None:
    """The kind of this key, if it (still) exists."""
    return _kinds.get(key)


def all_kinds() -> tuple[Kind, ...]:
    """All that are known, in the order of their registration."""
    return tuple(_kinds.values())
