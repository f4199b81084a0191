"""What is filled into the words outside at the moment of sending: case codes, phones, and secrets minted just then."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.kernel.db import Db
from portal.notices.models import Notice

Fill = Callable[[Db, Notice], str]
BLANK = "＊＊＊"
NAMED = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Slot:
    """How a slot is filled; a ``secret`` is minted by ``fill`` (which voids the former) and never kept."""

    name: str
    fill: Fill
    secret: bool = True


_slots: dict[str, Slot] = {}


def provide(name: str, fill: Fill, *, secret: bool = True) -> None:
    """Say how ``%(name)s`` is filled while a message is made; the last word counts."""
    _slots[name] = Slot(name, fill, secret)


def names_in(text: str) -> frozenset[str]:
    """The slots and parameters a text uses."""
    return frozenset(NAMED.findall(text))


def known(name: str) -> bool:
    """Whether somebody fills this slot."""
    return name in _slots


def fill_in(db: Db, notice: Notice, text: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """The words as they go out, and as they are kept: with the secrets blanked. KeyError for a slot nobody fills."""
    full, kept = dict(params), dict(params)
    for name in sorted(names_in(text) - set(params)):
        slot = _slots[name]
        full[name] = _apart(slot.fill(db, notice))
        kept[name] = BLANK if slot.secret else full[name]
    return (text % full).strip(), (text % kept).strip()


def _apart(value: str) -> str:
    """A space after an address, or phones and mail programs take the Chinese comma that follows for a part of it."""
    return f"{value} " if value.startswith(("http://", "https://")) else value
