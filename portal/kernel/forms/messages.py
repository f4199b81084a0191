"""What the form library says by itself, in words that somebody who fills in a form understands."""

from collections.abc import Mapping
from typing import Any

from portal.kernel.i18n import lazy as _l

OURS: Mapping[str, Any] = {
    "Field cannot be longer than %(max)d character.": _l("写得太长了，最多 %(max)s 个字，请缩短一些。"),
    "Field must be at least %(min)d character long.": _l("写得太短了，至少要 %(min)s 个字。"),
    "Field must be exactly %(max)d character long.": _l("应当正好是 %(max)s 个字，请核对。"),
    "Field must be between %(min)d and %(max)d characters long.": _l("应当是 %(min)s 到 %(max)s 个字，请核对。"),
    "This field is required.": _l("这里还没有填，请填写。"),
    "Not a valid choice.": _l("请从给出的几项里选一项。"),
    "Invalid Choice: could not coerce.": _l("请从给出的几项里选一项。"),
    "Not a valid integer value.": _l("请填一个整数。"),
    "Not a valid date value.": _l("请填一个日期，例如 2026-03-01。"),
    "Not a valid time value.": _l("请填一个时间，例如 14:30。"),
}
"""The library's sentence (its English singular) → ours; what is not here is said as the library says it."""
