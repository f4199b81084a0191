"""What is typed is kept as it was meant: invisible tricks go, what makes a word or a picture of several signs stays."""

import pytest

from portal.kernel.forms.checks import clean, digits

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
HEART = "\u2764\ufe0f\u200d\U0001f525"
UYGHUR = "ئۇ\u200cيغۇر"
PERSIAN = "می\u200cخواهم"


@pytest.mark.parametrize("words", [FAMILY, HEART, UYGHUR, PERSIAN, f"我家{FAMILY}三口", "葛\U000e0100", "𠮷 㐂 䶮 ·"])
def test_words_are_left_alone(words: str) -> None:
    assert clean(words) == words


@pytest.mark.parametrize("typed", ["张\u200d三", "\u200d张三", "张三\u200c", "张\u200d\u200d三"])
def test_joiners_that_join_nothing_go(typed: str) -> None:
    assert clean(typed) == "张三"


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d", "\u200c\u200d"])
def test_a_number_has_none(joiner: str) -> None:
    assert digits(f"138{joiner}0000 0000") == "13800000000"


@pytest.mark.parametrize(
    "sign",
    [
        "\ufffe",
        "\uffff",
        "\ufdd0",
        "\ufdef",
        "\U0001fffe",
        "\U0010ffff",
        "\x00",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\U000e0041",
    ],
)
def test_what_is_no_sign_goes(sign: str) -> None:
    assert clean(f"李{sign}四{sign}") == "李四"
    assert clean(sign) == ""
