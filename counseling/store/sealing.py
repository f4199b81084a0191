"""Each case has a data key of its own, wrapped by the counselling keyring; destroying it shuts the case for good.

A value is sealed with the key of its case and the key of its row together: it is gone when either is.
"""

import secrets
import uuid
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.kernel.crypto import SHREDDED, SealedText, Shredded, keyring, new_row_key
from portal.kernel.keyring import OWN_KEY

PURPOSE = "counselling"
NONCE = 12


class KeyDestroyed(Shredded):
    """The case or the row was erased: nobody can open what was sealed with its key."""


class KeyHolder(Protocol):
    """A case, as far as sealing goes."""

    id: uuid.UUID
    key_wrapped: bytes | None


def _wrapped_for(case_id: uuid.UUID) -> str:
    return f"counseling_cases.key_wrapped:{case_id.hex}"


def new_key(case_id: uuid.UUID) -> bytes:
    """A fresh data key, wrapped, as it is kept in the row of the case."""
    return keyring().seal(PURPOSE, secrets.token_bytes(32), _wrapped_for(case_id))


def _cipher(case: KeyHolder, row_key: bytes | None, bound_to: str) -> AESGCM:
    if case.key_wrapped is None or row_key is None:
        raise KeyDestroyed
    key = keyring().open(PURPOSE, case.key_wrapped, _wrapped_for(case.id))
    return AESGCM(HKDF(SHA256(), 32, salt=row_key, info=bound_to.encode()).derive(key))


def seal(case: KeyHolder, row_key: bytes | None, plain: bytes, bound_to: str) -> bytes:
    """Version, nonce, ciphertext; opens only with the keys of this case and row, where ``bound_to`` is the same."""
    nonce = secrets.token_bytes(NONCE)
    return OWN_KEY + nonce + _cipher(case, row_key, bound_to).encrypt(nonce, plain, OWN_KEY + bound_to.encode())


def unseal(case: KeyHolder, row_key: bytes | None, sealed: bytes, bound_to: str) -> bytes:
    """The plain bytes; KeyDestroyed after an erasure, ValueError when changed or moved to another row."""
    cipher = _cipher(case, row_key, bound_to)
    try:
        if sealed[:1] != OWN_KEY:
            raise InvalidTag
        return cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], OWN_KEY + bound_to.encode())
    except InvalidTag as error:
        raise ValueError("the sealed value does not belong here or was changed") from error


class CaseText(SealedText):
    """A text kept sealed with the key of the row's case and with the row's own, in a LargeBinary column of the row.

    The row has its case as ``row.case`` (a case is its own). Table, column and row id are authenticated.
    """

    def __init__(self, column: str) -> None:
        super().__init__(column, PURPOSE, gone=None)

    def __get__(self, row: Any, owner: type) -> Any:
        if row is None:
            return self
        sealed = getattr(row, self.column)
        if sealed is None:
            return None
        if sealed[:1] == SHREDDED:
            raise KeyDestroyed
        return unseal(row.case, row.row_key, sealed, self.place(row)).decode()

    def __set__(self, row: Any, value: Any) -> None:
        if value is None:
            setattr(row, self.column, None)
            return
        if row.row_key is None:
            row.row_key = new_row_key()
        setattr(row, self.column, seal(row.case, row.row_key, value.encode(), self.place(row)))


def mac(*parts: str | bytes) -> bytes:
    """A keyed HMAC with the counselling key: codes, PINs and doors are recognised by it, and kept nowhere else."""
    return keyring().mac(PURPOSE, *parts)
