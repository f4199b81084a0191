"""Money in papers: the traps of capital numerals, and every sum read back by an independent reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.money import LIMIT_FEN, both, capitals, figures

DIGITS = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
SMALL = {"拾": 10, "佰": 100, "仟": 1000}


def read_integer(words: str) -> int:
    """A second reader of capital numerals, by halves: 亿, then 万, then the rest."""
    for sign, value in (("亿", 10**8), ("万", 10**4)):
        if sign in words:
            high, low = words.rsplit(sign, 1)
            return read_integer(high) * value + read_integer(low)
    total, digit = 0, 0
    for sign in words:
        if sign in SMALL:
            total, digit = total + digit * SMALL[sign], 0
        else:
            digit = DIGITS[sign]
    return total + digit


def read_back(words: str) -> int:
    yuan, _, rest = words.rpartition("元")
    fen = read_integer(yuan) * 100
    digit = 0
    for sign in rest.removesuffix("整"):
        if sign in "角分":
            fen += digit * (10 if sign == "角" else 1)
        else:
            digit = DIGITS[sign]
    return fen


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (11, "壹角壹分"),
        (100, "壹元整"),
        (105, "壹元零伍分"),
        (1_000, "壹拾元整"),
        (10_050, "壹佰元伍角整"),
        (10_500, "壹佰零伍元整"),
        (123_450, "壹仟贰佰叁拾肆元伍角整"),
        (1_234_560, "壹万贰仟叁佰肆拾伍元陆角整"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (10_700_053, "壹拾万柒仟元伍角叁分"),
        (1_000_100, "壹万零壹元整"),
        (2_000_000_000, "贰仟万元整"),
        (10_001_000_100, "壹亿零壹万零壹元整"),
        (100_000_000_000, "壹拾亿元整"),
        (LIMIT_FEN - 1, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capitals(fen: int, words: str) -> None:
    assert capitals(fen) == words


@given(st.integers(min_value=0, max_value=LIMIT_FEN - 1))
def test_capitals_lose_nothing(fen: int) -> None:
    words = capitals(fen)
    assert read_back(words) == fen
    assert words.endswith("分") == bool(fen % 10)
    assert words.endswith("整") != bool(fen % 10)


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "￥0.00"), (5, "￥0.05"), (123_450, "￥1,234.50"), (100_000_000, "￥1,000,000.00")],
)
def test_figures(fen: int, text: str) -> None:
    assert figures(fen) == text


def test_both_stand_together() -> None:
    assert both(1_000_000) == "人民币壹万元整（￥10,000.00）"


@pytest.mark.parametrize("fen", [-1, LIMIT_FEN])
def test_impossible_sums_are_refused(fen: int) -> None:
    for words in (capitals, figures, both):
        with pytest.raises(ValueError, match="fen"):
            words(fen)


@pytest.mark.parametrize("value", [1.5, "100", True, None])
def test_only_whole_fen(value: object) -> None:
    with pytest.raises(TypeError, match="whole fen"):
        capitals(value)  # type: ignore[arg-type]
