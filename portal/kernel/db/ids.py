"""Identifiers: UUIDv7, which sort by time of birth, and UUIDv4 where even that would tell too much."""

import secrets
import threading
import uuid
from datetime import UTC, datetime

from portal.kernel import clock

ROOM = 2**12
"""Births in one millisecond that keep their order."""
BACK = 1000
"""Milliseconds by which a clock that is set right may go back without any row being born before an older one."""
_turn = threading.Lock()
_last = (0, 0)


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, 12 that count within one, 62 random bits.

    Rows of one process sort in the order in which they were made, also those of the same millisecond (§6.2, method 1).
    """
    milliseconds, count = _next(int(clock.now().timestamp() * 1000))
    value = (milliseconds & (2**48 - 1)) << 80
    value |= 0x7 << 76
    value |= count << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return uuid.UUID(int=value)


def born_at(value: uuid.UUID) -> datetime:
    """When a row with such an id was made, to the millisecond."""
    return datetime.fromtimestamp((value.int >> 80) / 1000, UTC)


def _next(milliseconds: int) -> tuple[int, int]:
    """This moment and the count in it; whoever finds it full is born a millisecond later."""
    global _last
    with _turn:
        before, count = _last
        if milliseconds > before or milliseconds < before - BACK:
            _last = milliseconds, secrets.randbelow(ROOM // 2)
        elif count + 1 < ROOM:
            _last = before, count + 1
        else:
            _last = before + 1, 0
        return _last


def new_secret_id() -> uuid.UUID:
    """A UUIDv4: no time in it; for counselling and for whatever must not be dated by its name."""
    return uuid.uuid4()
