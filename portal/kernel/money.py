"""Money in words and figures: fen to ￥1,234.50 and to 壹仟贰佰叁拾肆元伍角整, as agreements and receipts need both."""

import cn2an

#: Below one 万亿 yuan, where the capital numerals (大写) are still read in one way only.
LIMIT_FEN = 10**14


def figures(fen: int) -> str:
    """￥1,234.50: yuan with thousands separators and always two decimals."""
    _check(fen)
    return f"￥{fen // 100:,}.{fen % 100:02d}"


def capitals(fen: int) -> str:
    """The capital numerals (大写), without 人民币 before them.

    整 closes an amount that has no fen (支付结算办法 附一: required after 元, usual after 角). The sum is whole fen, so
    nothing is left for cn2an to cut off: it would truncate a third decimal.
    """
    _check(fen)
    words: str = cn2an.an2cn(f"{fen // 100}.{fen % 100:02d}", "rmb")
    return words + "整" if words.endswith("角") else words


def both(fen: int) -> str:
    """人民币壹仟元整（￥1,000.00）: how a clause names a sum."""
    return f"人民币{capitals(fen)}（{figures(fen)}）"


def _check(fen: int) -> None:
    if isinstance(fen, bool) or not isinstance(fen, int):
        raise TypeError(f"money is whole fen, not {type(fen).__name__}")
    if not 0 <= fen < LIMIT_FEN:
        raise ValueError(f"no sum of money in a paper is {fen} fen")
