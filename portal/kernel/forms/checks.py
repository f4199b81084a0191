"""What may be typed: required answers, mobile numbers, resident identity numbers (GB 11643)."""

import re
from datetime import date
from typing import Any

from stdnum.iso7064 import mod_11_2
from wtforms.validators import InputRequired, ValidationError

from portal.kernel.i18n import gettext as _

NONCHARACTERS = "\ufdd0-\ufdef" + "".join(map(chr, (p << 16 | n for p in range(17) for n in (0xFFFE, 0xFFFF))))
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f"
    rf"{NONCHARACTERS}]"
)
JOINING = "\u0600-\u0dff\u1800-\u18af\u2190-\u2bff\ufb50-\ufdcf\ufdf0-\ufdff\ufe0f\ufe70-\ufefc\U0001f000-\U0001faff"
"""Scripts whose letters join (Arabic, as Uyghur is written, to Indic; Mongolian), and emoji."""
JOINER = re.compile(rf"(?<![{JOINING}])[\u200c\u200d]|[\u200c\u200d](?![{JOINING}])")
"""Joiners that join nothing: between hanzi, in numbers, at an end, two in a row."""
MOBILE = re.compile(r"1[3-9]\d{9}")
ID_SHAPE = re.compile(r"[1-9]\d{16}[\dX]")
PROVINCES = frozenset(
    {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83, 91}
)
FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")


def clean(text: str | None) -> str:
    """Trim, drop invisible control and direction characters and what is no character; the words are left alone."""
    return JOINER.sub("", CONTROL.sub("", text or "")).replace("\u3000", " ").strip()


class Needed(InputRequired):
    """A required answer; the sentence says what to do."""

    def __init__(self, sentence: Any) -> None:
        super().__init__(message=sentence)

    def __call__(self, form: Any, field: Any) -> None:
        if isinstance(field.data, str) and not clean(field.data):
            field.errors = []
            raise ValidationError(str(self.message))
        super().__call__(form, field)


def digits(text: str | None) -> str:
    """A number as typed by hand: full-width digits, spaces and dashes are forgiven."""
    return re.sub(r"[\s\-—]", "", clean(text).translate(FULL_WIDTH)).upper()


def cn_mobile(_form: Any, field: Any) -> None:
    """A mainland mobile number of 11 digits; empty is fine here."""
    number = digits(field.data).removeprefix("+86")
    if number and not MOBILE.fullmatch(number):
        raise ValidationError(_("手机号应是 11 位数字，以 1 开头，请核对。"))
    field.data = number


def id_number_ok(number: str) -> bool:
    """Shape, province, a real date, and the ISO 7064 MOD 11-2 check character (GB 11643-1999)."""
    if not ID_SHAPE.fullmatch(number) or int(number[:2]) not in PROVINCES or not mod_11_2.is_valid(number):
        return False
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14])).year >= 1900
    except ValueError:
        return False


def id_number(_form: Any, field: Any) -> None:
    """A resident identity number; empty is fine here."""
    number = digits(field.data)
    if number and not id_number_ok(number):
        raise ValidationError(_("身份证号不对，请对照证件核对 18 位号码。"))
    field.data = number
