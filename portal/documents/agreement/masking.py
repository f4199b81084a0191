"""Finds personal numbers that are written out in full: in an agreement they belong into the sealed annex."""

import re
from datetime import date

#: Digits in any of the widths a phone keyboard gives.
_TO_ASCII = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")
#: 公民身份号码: area, birthday, order, check (GB 11643); spaces or hyphens between the groups are common.
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{5})[ -]?(\d{8})[ -]?(\d{3}[\dXx])(?![0-9A-Za-z])")
#: A mobile number, also grouped 3-4-4 or with the country code.
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d)")


def find_unmasked(text: str) -> tuple[str, ...]:
    """Identity and mobile numbers that stand unmasked in the text, in order.

    An 18-digit code counts as an identity number only if its birthday exists, for a company's code (统一社会信用代码)
    is public and may consist of digits alone.
    """
    plain = text.translate(_TO_ASCII)
    identities = [match.group(0) for match in _IDENTITY.finditer(plain) if _is_birthday(match.group(2))]
    mobiles = [match.group(1) for match in _MOBILE.finditer(plain)]
    return (*identities, *mobiles)


def _is_birthday(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1850 <= day.year <= 2100
