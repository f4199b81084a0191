"""What people in a matter write is read for danger wherever they write it (人民调解法 art.25): the floor that knows the
words lends its ear."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.models import Matter


@dataclass(frozen=True)
class Ear:
    """``tells``: whether words speak of danger; ``alarm``: what is done then; ``page``: the endpoint that shows the
    emergency numbers."""

    tells: Callable[[str], bool]
    alarm: Callable[[Db, Actor, Matter, str], None]
    page: str


_ears: list[Ear] = []


def lend(ear: Ear) -> None:
    """Twice is once."""
    if ear not in _ears:
        _ears.append(ear)


def first(words: str | None) -> str | None:
    """The page that whoever wrote this sees before anything else, if it tells of danger."""
    return next((ear.page for ear in _ears if words and ear.tells(words)), None)


def heed(db: Db, actor: Actor, matter: Matter, words: str) -> None:
    """Whoever reads it afterwards: if it tells of danger, staff on duty are called and the sides kept apart."""
    for ear in _ears:
        if words and ear.tells(words):
            ear.alarm(db, actor, matter, words)
