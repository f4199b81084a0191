"""The search itself can find: each shape of each word, planted in a heap of other bytes."""

import base64
import gzip
import json
from urllib.parse import quote

import pytest

from tests.counseling.secrecy.seeds import ALL, found

NOISE = bytes(range(256)) * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
def test_plain_in_any_encoding(encoding: str) -> None:
    for word in ALL:
        assert ("heap", word) in found([("heap", NOISE + word.encode(encoding) + NOISE)])


@pytest.mark.parametrize("before", range(3))
def test_within_base64(before: int) -> None:
    for word in ALL:
        assert ("heap", word) in found([("heap", base64.b64encode(b"x" * before + word.encode() + "，还有".encode()))])


@pytest.mark.parametrize(
    "made",
    [
        lambda word: json.dumps({"word": word}).encode(),
        lambda word: f"/visits?q={quote(word)}".encode(),
        lambda word: word.encode().hex().encode(),
        lambda word: b"\\x" + f"…{word}…".encode().hex().encode(),
    ],
)
def test_escaped(made: object) -> None:
    for word in ALL[:26]:
        assert ("heap", word) in found([("heap", made(word))])  # type: ignore[operator]


def test_what_is_not_there_is_not_found() -> None:
    assert found([("heap", NOISE), ("empty", b""), ("packed", gzip.compress("平常的话".encode()))]) == []
