"""Identifiers: UUIDv7, which sort by time of birth, and UUIDv4 where even that would tell too much."""

import secrets
import uuid

from portal.kernel import clock


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then 74 random bits."""
    milliseconds = int(clock.now().timestamp() * 1000)
    value = (milliseconds & (2**48 - 1)) << 80
    value |= 0x7 << 76
    value |= secrets.randbits(12) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return uuid.UUID(int=value)


def new_secret_id() -> uuid.UUID:
    """A UUIDv4: no time in it; for counselling and for whatever must not be dated by its name."""
    return uuid.uuid4()
