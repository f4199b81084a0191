"""What the pages about hours say."""

from collections.abc import Mapping
from typing import Any

from portal.kernel.i18n import lazy as _l

MODES: Mapping[str, Any] = {"visit": _l("来访"), "phone": _l("电话")}

HOW: Mapping[str, tuple[str, ...]] = {"both": ("visit", "phone"), "visit": ("visit",), "phone": ("phone",)}
"""What one may choose for some hours → the ways in which they are offered."""

HOW_WORDS: Mapping[str, Any] = {"both": _l("来访、电话都可以"), "visit": _l("只接待来访"), "phone": _l("只接电话")}

WEEKDAYS: Mapping[int, Any] = {
    1: _l("周一"),
    2: _l("周二"),
    3: _l("周三"),
    4: _l("周四"),
    5: _l("周五"),
    6: _l("周六"),
    7: _l("周日"),
}
