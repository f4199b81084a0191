"""The words of the informed consent by version; a changed word is a new version, and everybody is asked anew.

Elements: 上海市精神卫生条例 art.26 (nature, rights and duties, no recording without consent), 伦理守则 (2018) of the
Chinese Psychological Society cl.3.2 (limits of confidentiality), 个人信息保护法 art.17, 29, 31 (separate consent,
minors), 未成年人保护法 art.11.
A version stays in ``data/`` for as long as somebody's consent names it.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from portal.kernel.i18n import pick

CURRENT = "2026-11"
"""The version that is asked now."""


@dataclass(frozen=True)
class Point:
    """One point: ``needed`` before anybody can come, or a ``choice`` that may be refused without any loss."""

    key: str
    asked: str
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str

    @property
    def title(self) -> str:
        """In the reader's language."""
        return pick(self.title_zh, self.title_en)

    @property
    def text(self) -> str:
        """In the reader's language."""
        return pick(self.text_zh, self.text_en)


@cache
def points(version: str) -> tuple[Point, ...]:
    """All points of a version; FileNotFoundError if there never was one."""
    text = files(__package__).joinpath("data", f"{version}.json").read_text(encoding="utf-8")
    return tuple(Point(**row) for row in json.loads(text))


def needed(version: str) -> tuple[Point, ...]:
    """What everybody must agree to."""
    return tuple(point for point in points(version) if point.asked == "needed")


def choices(version: str) -> tuple[Point, ...]:
    """What anybody may refuse."""
    return tuple(point for point in points(version) if point.asked == "choice")
