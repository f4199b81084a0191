"""argon2id, outside the event loop; an account that does not exist costs as much time as one that does."""

import secrets
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from gevent import get_hub, monkey

Made = TypeVar("Made")

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's smallest argon2id profile (19 MiB, 2 passes): twenty sign-ins at once stay under 400 MiB."""
NOBODY = HASHER.hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    """The hash to store."""
    return _beside_the_loop(lambda: HASHER.hash(password))


def verify(stored: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; None (no account, no password) takes as long and is never right."""
    right = _beside_the_loop(lambda: _verify(stored or NOBODY, password))
    return right and stored is not None


def _verify(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _beside_the_loop(act: Callable[[], Made]) -> Made:
    """In gevent's threads where gevent runs the process, so that other requests go on; else here."""
    if monkey.is_module_patched("socket"):
        made: Made = get_hub().threadpool.apply(act)
        return made
    return act()
