"""How a class's limit is said in words: ``24h首联/30d`` → first contact within 24 hours, then 30 days."""

import re
from typing import Literal

Language = Literal["zh", "en"]

_UNITS = {"d": ("天", "days"), "wd": ("个工作日", "working days"), "h": ("小时", "hours")}
# What is due by then; {} is the span of time.
_DUTIES = {
    "": ("{}内办理", "within {}"),
    "转": ("{}内移交", "handed over within {}"),
    "首联": ("{}内首次联系", "first contact within {}"),
    "受理": ("{}内受理", "accepted within {}"),
    "先劝": ("{}内先行劝导", "first persuasion within {}"),
    "决定": ("{}内决定", "decided within {}"),
    "内": ("约{}内安排", "within about {}"),
}
_NOW = ("立即处置，2小时内登记", "at once, recorded within 2 hours")
_PART = re.compile(r"约?(\d+)(wd|d|h)(转|首联|受理|先劝|决定|内|)")


def limit_text(limit: str, language: Language) -> str:
    """The limit as a resident or clerk reads it; ValueError for a limit of another form."""
    index = 0 if language == "zh" else 1
    parts = [_part(part, index) for part in limit.split("/")]
    return ("，" if index == 0 else ", then ").join(parts)


def _part(part: str, index: int) -> str:
    if part == "now":
        return _NOW[index]
    match = _PART.fullmatch(part)
    if match is None:
        raise ValueError(f"unknown limit: {part!r}")
    number, unit, duty = match.groups()
    word = _UNITS[unit][index]
    if index == 1:
        word = f" {word[:-1] if number == '1' else word}"
    return _DUTIES[duty][index].format(number + word)
