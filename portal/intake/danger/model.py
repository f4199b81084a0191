"""A small linear model over pieces of words, for dangers that nobody put into words beforehand."""

import json
import math
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import cast

from portal.intake.danger.phrases import Span

THRESHOLD = -0.1
"""From this score on a message counts as danger; chosen so that about one harmless message in a hundred passes."""

PASSAGE = 48
PASSAGE_THRESHOLD = 2.2
"""A long story is also read in passages of about so many characters, as danger may be one sentence of it;
but out of its story a sentence must say more."""

LONGEST = 3
"""Pieces are runs of one to so many Chinese characters, and one or two Latin words."""

FEWEST = 6
"""Of fewer pieces than this, as may be left of a denial, nothing is said."""

_CHINESE = re.compile("[一-鿿]+")
_LATIN = re.compile("[a-z][a-z']*")
_BREAK = re.compile(r"[。.!?！？;；,，\n]+")


@dataclass(frozen=True, slots=True)
class Weights:
    bias: float
    pieces: dict[str, float]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A passage that reads like danger: its score, and the places of its most telling clauses."""

    score: float
    spans: tuple[Span, ...]


def pieces(text: str) -> list[tuple[str, int, int]]:
    """Every piece of a passage with its place; repeated pieces repeat."""
    found: list[tuple[str, int, int]] = []
    for run in _CHINESE.finditer(text):
        for start in range(run.start(), run.end()):
            for end in range(start + 1, min(start + LONGEST, run.end()) + 1):
                found.append((text[start:end], start, end))
    words = list(_LATIN.finditer(text))
    found.extend((f" {word.group()}", word.start(), word.end()) for word in words)
    found.extend((f" {one.group()} {two.group()}", one.start(), two.end()) for one, two in pairwise(words))
    return found


def score(names: set[str], weights: Weights) -> float:
    """The score of a passage by its different pieces; about zero is undecided."""
    total = sum(weights.pieces.get(name, 0.0) for name in names)
    return weights.bias + total / math.sqrt(len(names) or 1)


def alarm(text: str) -> Alarm | None:
    """The message as a whole, or else its most alarming passage, if it alarms."""
    weights = load()
    whole = _score_of(text, weights)
    if whole >= THRESHOLD:
        return Alarm(whole, _telling(text, 0, len(text), weights))
    scored = ((_score_of(text[start:end], weights), start, end) for start, end in _passages(text))
    value, start, end = max(scored, default=(-math.inf, 0, 0))
    return Alarm(value, _telling(text, start, end, weights)) if value >= PASSAGE_THRESHOLD else None


def _score_of(text: str, weights: Weights) -> float:
    names = {name for name, _, _ in pieces(text)}
    return score(names, weights) if len(names) >= FEWEST else -math.inf


def _telling(text: str, start: int, end: int, weights: Weights) -> tuple[Span, ...]:
    """The two clauses that weigh most, in the order they stand: what a person must read first."""
    marks = [(start, start), *(mark.span() for mark in _BREAK.finditer(text, start, end)), (end, end)]
    clauses = [(one[1], two[0]) for one, two in pairwise(marks) if one[1] < two[0]]
    clauses.sort(key=lambda span: (-_score_of(text[span[0] : span[1]], weights), span))
    return tuple(sorted(clauses[:2]))


def _passages(text: str) -> list[Span]:
    """Runs of clauses of about ``PASSAGE`` characters, each beginning where a clause begins."""
    if len(text) <= PASSAGE:
        return []
    starts = [0, *(mark.end() for mark in _BREAK.finditer(text))]
    ends = [*(mark.start() for mark in _BREAK.finditer(text)), len(text)]
    spans: list[Span] = []
    for start in starts:
        within = [end for end in ends if start < end <= start + PASSAGE]
        end = within[-1] if within else min(start + PASSAGE, len(text))
        if start < end:
            spans.append((start, end))
    return spans


@cache
def load() -> Weights:
    """The weights as trained by ``portal.intake.triage.danger_training``."""
    text = files(__package__).joinpath("data", "model.json").read_text(encoding="utf-8")
    data = cast(dict[str, object], json.loads(text))
    return Weights(cast(float, data["bias"]), cast(dict[str, float], data["pieces"]))
