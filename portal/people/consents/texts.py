"""The words people read before they give us anything, by version; a changed word is a new version.

Elements by 个人信息保护法 art.17 (who, contact, purpose, way, kinds, how long, rights) and art.30 (sensitive data:
necessity and effect). A version stays in ``data/`` for as long as somebody's consent names it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from portal.kernel.i18n import pick

NOTICE_VERSION = "2026-12-3"
"""The notice that is shown now."""


PICTURES_VERSION = "2026-12"
"""What is said above the purposes that a picture may touch; each of them carries this version or a later one."""


@dataclass(frozen=True)
class Line:
    """One point in both languages."""

    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    more_zh: str = ""
    more_en: str = ""

    @property
    def title(self) -> str:
        """In the reader's language."""
        return pick(self.title_zh, self.title_en)

    @property
    def text(self) -> str:
        """In the reader's language."""
        return pick(self.text_zh, self.text_en)

    @property
    def more(self) -> str:
        """What stands on the page of the whole notice alone: before the first input it has to be short."""
        return pick(self.more_zh, self.more_en)


@dataclass(frozen=True)
class Notice:
    """What is shown before the first input."""

    version: str
    points: tuple[Line, ...]

    def lines(self) -> tuple[Line, ...]:
        """The points in the order in which they are read."""
        return self.points


@dataclass(frozen=True)
class Purpose:
    """What data are used for. ``basis`` 'statutory' is shown, not asked; 'consent' is asked apart and may be refused.

    ``sensitive``: separate consent, with its necessity and effect (art.28-30). ``version`` is that of its words.
    """

    key: str
    basis: str
    sensitive: bool
    version: str
    words: Line


@cache
def notice(version: str = NOTICE_VERSION) -> Notice:
    """The notice of a version; FileNotFoundError if there never was one."""
    return Notice(version, tuple(Line(**row) for row in _rows(f"notice-{version}.json")))


@cache
def purposes() -> Mapping[str, Purpose]:
    """All purposes by key, in the order in which they are shown."""
    return {row["key"]: _purpose(row) for row in _rows("purposes.json")}


@cache
def about_pictures(version: str = PICTURES_VERSION) -> Line:
    """The question beside a file field, and what holds for all it may show: how it is kept, and that one may refuse."""
    (row,) = _rows(f"pictures-{version}.json")
    return Line(**row)


def _purpose(row: dict[str, Any]) -> Purpose:
    words = Line(row["title_zh"], row["title_en"], row["text_zh"], row["text_en"])
    return Purpose(row["key"], row["basis"], row["sensitive"], row["version"], words)


def _rows(name: str) -> list[dict[str, Any]]:
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    return rows
