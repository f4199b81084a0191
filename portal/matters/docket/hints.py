"""What a machine makes of matters that wait for their triage: shown in the queue, brought by the floor that knows."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from portal.kernel.db import Db
from portal.kernel.policy import Actor


@dataclass(frozen=True)
class Hint:
    """The first suggestion and the words that led to it; the words that sound like danger. A person decides (R-19)."""

    class_name: str
    words: Sequence[str]
    danger_words: Sequence[str]


Ask = Callable[[Db, Actor, Sequence[uuid.UUID]], Mapping[uuid.UUID, Hint]]
_asked: list[Ask] = []


def provide(ask: Ask) -> None:
    """Answer for a page of matters at once; whoever may not triage is answered with nothing."""
    if ask not in _asked:
        _asked.append(ask)


def of(db: Db, actor: Actor, matters: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Hint]:
    """The hints for these matters, each asked for once for the whole page."""
    return {matter: hint for ask in _asked for matter, hint in ask(db, actor, matters).items()} if matters else {}
