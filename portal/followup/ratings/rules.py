"""When a party is asked, what is asked, and until when."""

from datetime import datetime, timedelta

from portal.directory.taxonomy.rules import Flag
from portal.kernel.i18n import lazy as _l

QUIET = timedelta(days=30)
"""After a violence or crisis matter nobody is asked for so long."""
VIOLENT = frozenset({Flag.D, Flag.X})
"""Classes whose disputes are dangerous by what they are (3.3 of the table of classes)."""
SOON = timedelta(hours=20)
"""Otherwise the invitation goes out within a day of closing (domain §4.4 step 17)."""
OPEN = timedelta(days=15)
"""How long one may answer."""

QUESTIONS = (
    ("overall", _l("总的来说，您满意吗？")),
    ("attitude", _l("我们的态度怎么样？")),
    ("speed", _l("办得够快吗？")),
    ("fairness", _l("对双方公平吗？")),
    ("result", _l("结果您能接受吗？")),
)
SCALE = (("5", _l("很好")), ("4", _l("好")), ("3", _l("一般")), ("2", _l("不好")), ("1", _l("很不好")))


def invite_at(closed_at: datetime, *, danger: bool) -> datetime:
    """When the parties of a matter are asked."""
    return closed_at + (QUIET if danger else SOON)


def is_open(invited_at: datetime, now: datetime) -> bool:
    """Whether one may (still) answer."""
    return invited_at <= now < invited_at + OPEN
