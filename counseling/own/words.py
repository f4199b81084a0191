"""What the parts of a case are called on the page that says who has read them."""

from collections.abc import Mapping
from typing import Any

from portal.kernel.i18n import lazy as _l

PARTS: Mapping[str, Any] = {
    "name": _l("称呼和时间"),
    "details": _l("您填写的登记"),
    "record": _l("谈话记录"),
    "risk": _l("评估等级（看不到姓名和内容）"),
}
