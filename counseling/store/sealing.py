"""Each case has a data key of its own, wrapped by the counselling keyring; destroying it shuts the case for good."""

import secrets
import uuid
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.kernel.crypto import keyring

PURPOSE = "counselling"
VERSION = b"\x01"
NONCE = 12


class KeyDestroyed(ValueError):
    """The case was erased: nobody can open what was sealed with its key."""


class KeyHolder(Protocol):
    """A case, as far as sealing goes."""

    id: uuid.UUID
    key_wrapped: bytes | None


def _wrapped_for(case_id: uuid.UUID) -> str:
    return f"counseling_cases.key_wrapped:{case_id.hex}"


def new_key(case_id: uuid.UUID) -> bytes:
    """A fresh data key, wrapped, as it is kept in the row of the case."""
    return keyring().seal(PURPOSE, secrets.token_bytes(32), _wrapped_for(case_id))


def _key_of(case: KeyHolder) -> bytes:
    if case.key_wrapped is None:
        raise KeyDestroyed
    return keyring().open(PURPOSE, case.key_wrapped, _wrapped_for(case.id))


def seal(case: KeyHolder, plain: bytes, bound_to: str) -> bytes:
    """Version, nonce, ciphertext; opens only with this case's key and where ``bound_to`` is the same."""
    nonce = secrets.token_bytes(NONCE)
    return VERSION + nonce + AESGCM(_key_of(case)).encrypt(nonce, plain, VERSION + bound_to.encode())


def unseal(case: KeyHolder, sealed: bytes, bound_to: str) -> bytes:
    """The plain bytes; KeyDestroyed after an erasure, ValueError when changed or moved to another row."""
    key = _key_of(case)
    try:
        if sealed[:1] != VERSION:
            raise InvalidTag
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], VERSION + bound_to.encode())
    except InvalidTag as error:
        raise ValueError("the sealed value does not belong here or was changed") from error


class CaseText:
    """A text kept sealed with the key of the row's case, in a LargeBinary column of the row.

    The row has its case as ``row.case`` (a case is its own). Table, column and row id are authenticated.
    """

    def __init__(self, column: str) -> None:
        self.column = column

    def _bound(self, row: Any) -> str:
        return f"{row.__tablename__}.{self.column}:{row.id.hex}"

    def __get__(self, row: Any, owner: type) -> Any:
        if row is None:
            return self
        sealed = getattr(row, self.column)
        return None if sealed is None else unseal(row.case, sealed, self._bound(row)).decode()

    def __set__(self, row: Any, value: str | None) -> None:
        setattr(row, self.column, None if value is None else seal(row.case, value.encode(), self._bound(row)))


def mac(*parts: str | bytes) -> bytes:
    """A keyed HMAC with the counselling key: codes, PINs and doors are recognised by it, and kept nowhere else."""
    return keyring().mac(PURPOSE, *parts)
