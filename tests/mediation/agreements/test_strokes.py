"""A drawn signature is points that can be checked, hashed and drawn; anything else is refused."""

import json
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from mediation.agreements import strokes
from mediation.agreements.pictures import HEIGHT, WIDTH, picture
from tests.mediation.agreements.deal import STROKES


def sent(points: list[dict[str, Any]]) -> str:
    return json.dumps([{"points": points}])


LINE = [{"x": 10 * n, "y": n % 2 * 30, "pressure": 0.5, "time": n} for n in range(12)]


def test_it_is_read_hashed_and_kept() -> None:
    drawing = strokes.read(STROKES)
    assert strokes.stored(drawing.text) == drawing
    assert strokes.read(STROKES).sha256 == drawing.sha256
    moved = [dict(point, x=point["x"] + 1) for point in LINE]
    assert strokes.read(sent(moved)).sha256 != strokes.read(sent(LINE)).sha256


def test_it_becomes_a_picture() -> None:
    with Image.open(BytesIO(picture(strokes.read(STROKES)))) as image:
        assert image.size == (WIDTH, HEIGHT)
        assert image.getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "x",
        "{}",
        "[1]",
        "null",
        "[" * 100_000,
        '[{"points": 5}]',
        sent(LINE[:3]),
        sent([{"x": 1, "y": 1}] * 20),
        sent([{"x": float("nan"), "y": 1}] * 20),
        sent([{"x": 1e9 * n, "y": 1} for n in range(20)]),
        sent([{"x": "a", "y": 1}] * 20),
        sent([["x"]] * 20),  # type: ignore[list-item]
        " " * (strokes.MOST_BYTES + 1),
    ],
)
def test_anything_else_is_refused(bad: str) -> None:
    with pytest.raises(strokes.NotASignature):
        strokes.read(bad)
