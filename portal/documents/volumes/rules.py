"""How long a file is kept (保管期限), and under which number it stands on the shelf.

No national rule names the years for mediation files: each unit sets its own table, approved by the archives authority
of its level (档案法实施条例 art.19; domain §1.9). These are the classes on the printed cover.
"""

from collections.abc import Collection, Mapping
from typing import Any

from portal.kernel.i18n import lazy as _l

RETENTIONS: Mapping[str, Any] = {
    "short": _l("短期（10 年）：口头协议、没有受理的登记"),
    "long": _l("长期（30 年）：一般的书面协议"),
    "permanent": _l("永久：土地、房屋、继承、死亡、群体性的事项"),
}
SERIES = "人调卷"


def proposed(sealed: Collection[str]) -> str:
    """What to begin with, by the kinds of papers that were sealed; whoever closes the file decides."""
    return "long" if set(sealed) - {"oral"} else "short"
