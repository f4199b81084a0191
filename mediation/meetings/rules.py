"""How long meetings last, when they may be booked, and how far apart two sides arrive who must not meet."""

from datetime import datetime, timedelta

from portal.kernel.i18n import lazy as _l

LENGTHS = (("60", _l("1 小时")), ("90", _l("1 个半小时")), ("120", _l("2 小时")))
APART = timedelta(minutes=30)
"""Between one side's meeting and the other's arrival where a joint meeting is barred (domain §3.3, flag X)."""
AHEAD = timedelta(days=30)
"""How far ahead a meeting may be booked."""
EARLY = timedelta(minutes=30)
"""So long before the booked time the joint room may be opened."""
A_DAY = timedelta(days=1)
"""So long before, a meeting to which no mediator would come is called off."""

BOOKABLE = frozenset({"accepted", "preparing", "scheduled", "in_session", "adjourned"})


def far_enough(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> bool:
    """Whether two meetings of people who must not meet keep half an hour between them."""
    return start >= other_end + APART or other_start >= end + APART
