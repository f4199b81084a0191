"""Slips of hand and ear set right before reading, place by place, so that the resident is quoted as they wrote."""

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files

from portal.intake.danger import phrases
from portal.intake.danger.text import Folded


def set_right(folded: Folded) -> Folded:
    """The message with its known slips mended; every character keeps its place."""
    pattern, right = _table()
    return replace(folded, text=pattern.sub(lambda slip: right[slip.group()], folded.text))


@cache
def _table() -> tuple[re.Pattern[str], dict[str, str]]:
    text = files(__package__).joinpath("data", "typos.txt").read_text(encoding="utf-8")
    right = {wrong: name for name, wrongs in phrases.groups(text).items() for wrong in wrongs}
    if any(len(wrong) != len(name) for wrong, name in right.items()):
        raise ValueError("a slip must be as long as the right word")
    longest_first = sorted(right, key=lambda wrong: (-len(wrong), wrong))
    return re.compile("|".join(map(re.escape, longest_first))), right
