"""How like a message is to the vocabulary of each class, by pairs of characters: for words nobody listed."""

import math
import re
from collections import Counter
from functools import cache
from importlib.resources import files

from portal.intake.triage.weighing import weights

WEIGHT = 18.0
"""What full likeness would weigh beside the words found."""

COMMON = 0.4
"""A pair found in more than this share of the classes tells nothing."""

SHOWN = 3
"""How many pieces are shown as reasons."""

Features = dict[str, tuple[tuple[str, float], ...]]
_LATIN = re.compile(r"[a-z][a-z'-]+")


def likeness(text: str) -> dict[str, float]:
    """Class → what its likeness weighs, for a text as ``fold`` gives it."""
    features = _features()
    scores: dict[str, float] = {}
    for piece in dict.fromkeys(_pieces(text)):
        for code, weight in features.get(piece, ()):
            scores[code] = scores.get(code, 0.0) + weight
    return {code: WEIGHT * score for code, score in scores.items()}


def telling(text: str, code: str) -> tuple[str, ...]:
    """The pieces of two letters or more that make a message most like a class, strongest first."""
    features = _features()
    found = [
        (-weight, piece)
        for piece in dict.fromkeys(_pieces(text))
        if len(piece) > 1
        for other, weight in features.get(piece, ())
        if other == code
    ]
    return tuple(piece for _, piece in sorted(found)[:SHOWN])


def _pieces(text: str) -> list[str]:
    """Characters, pairs of them, and Latin words."""
    pieces = [word for word in _LATIN.findall(text) if word not in _empty()]
    for place, character in enumerate(text):
        if "一" <= character <= "鿿":
            pieces.append(character)
            following = text[place + 1 : place + 2]
            if "一" <= following <= "鿿":
                pieces.append(character + following)
    return pieces


@cache
def _empty() -> frozenset[str]:
    """English words that belong to every message."""
    text = files(__package__).joinpath("data", "empty_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@cache
def _features() -> Features:
    """Piece → its weight in the vector of length one of each class that has it."""
    counts: dict[str, Counter[str]] = {}
    for term, codes in weights().items():
        pieces = _pieces(term)
        for code, weight in codes:
            counted = counts.setdefault(code, Counter())
            for piece in pieces:
                counted[piece] += weight / len(pieces)  # type: ignore[assignment]
    shared = Counter(piece for counted in counts.values() for piece in counted)
    features: dict[str, list[tuple[str, float]]] = {}
    for code, counted in sorted(counts.items()):
        vector = {
            piece: math.log1p(count) * math.log(len(counts) / shared[piece]) * (0.4 if len(piece) == 1 else 1.0)
            for piece, count in counted.items()
            if shared[piece] < COMMON * len(counts)
        }
        length = math.sqrt(sum(value * value for value in vector.values()))
        for piece, value in vector.items():
            features.setdefault(piece, []).append((code, value / length))
    return {piece: tuple(codes) for piece, codes in features.items()}
