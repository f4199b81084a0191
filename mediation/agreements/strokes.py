"""A drawn signature: the points as the hand made them, checked and hashed; its picture is made where it is printed."""

import hashlib
import itertools
import json
import math
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 300_000
FEWEST_POINTS, MOST_POINTS = 8, 20_000
SHORTEST = 40.0
"""Length of the line in pixels of the pad: a dot or a slip of the finger is no signature."""
EDGE = 4000.0


class NotASignature(ValueError):
    """What was sent is not a drawing, or too little of one."""


@dataclass(frozen=True)
class Drawing:
    """Strokes as lists of (x, y); ``text`` is the canonical JSON of everything that was recorded, with times."""

    strokes: tuple[tuple[tuple[float, float], ...], ...]
    text: str

    @property
    def sha256(self) -> str:
        """What the evidence record names."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read(sent: str) -> Drawing:
    """Read what signature_pad's ``toData()`` gives; NotASignature for anything else."""
    if len(sent) > MOST_BYTES:
        raise NotASignature("too much")
    try:
        groups = json.loads(sent)
        kept = [[_point(point) for point in group["points"]] for group in groups]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise NotASignature("not strokes") from error
    strokes = tuple(tuple((point["x"], point["y"]) for point in group) for group in kept if group)
    if not FEWEST_POINTS <= sum(map(len, strokes)) <= MOST_POINTS or _length(strokes) < SHORTEST:
        raise NotASignature("too little or too much")
    return Drawing(strokes, json.dumps(kept, sort_keys=True, separators=(",", ":")))


def _point(point: Any) -> dict[str, float]:
    kept = {name: float(point.get(name, 0)) for name in ("x", "y", "pressure", "time")}
    if not all(map(math.isfinite, kept.values())) or max(abs(kept["x"]), abs(kept["y"])) > EDGE:
        raise ValueError("outside of the pad")
    return kept


def _length(strokes: tuple[tuple[tuple[float, float], ...], ...]) -> float:
    total = 0.0
    for stroke in strokes:
        for (x, y), (to_x, to_y) in itertools.pairwise(stroke):
            total += ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
    return total


def stored(text: str) -> Drawing:
    """A drawing from the row."""
    kept = json.loads(text)
    return Drawing(tuple(tuple((point["x"], point["y"]) for point in group) for group in kept), text)
