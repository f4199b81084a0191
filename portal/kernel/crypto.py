"""Sealed columns with a key of their row's own, which can be destroyed; secrets that leave the house."""

import hashlib
import json
import secrets
import uuid
from typing import Any

from sqlalchemy import LargeBinary, event
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.i18n import lazy as _l
from portal.kernel.keyring import OWN_KEY, PURPOSES, Keyring, install, keyring

__all__ = [
    "PURPOSES",
    "Keyring",
    "SealedJson",
    "SealedRow",
    "SealedText",
    "Shredded",
    "install",
    "keyring",
    "new_pin",
    "new_row_key",
    "new_token",
    "seal_column",
    "sealed_columns",
    "shred",
    "token_hash",
]

SHREDDED = b"\x00"
"""What stands in a column whose value was destroyed and that may not be empty."""
ERASED = _l("（内容已销毁）")


class Shredded(Exception):
    """What was asked for was sealed in a row whose key has been destroyed, and there are no words to show instead."""


def new_row_key() -> bytes:
    """A key for one row."""
    return secrets.token_bytes(32)


class SealedRow:
    """A row with sealed columns. Their keys are made of a purpose's key and of this one: where it has been destroyed,
    nobody reads any of them again. A row has it from birth, so that two people who seal at once seal alike.
    """

    row_key: Mapped[bytes | None] = mapped_column(LargeBinary(32))


@event.listens_for(SealedRow, "init", propagate=True)
def _born(row: SealedRow, _args: Any, _values: Any) -> None:
    row.row_key = new_row_key()


class SealedText:
    """A text attribute kept sealed in a LargeBinary column of the same row, which is a ``SealedRow``.

    ``phone = SealedText("phone_sealed", "pii")`` beside ``phone_sealed: Mapped[bytes | None]``.
    A value opens with the row's key and in its place only: table, column and row are authenticated. ``key`` is the
    attribute by which the row is known, where that is not ``id``.

    When the row has been shredded, a column that may be empty reads as None, another as ``gone``: a sentence that says
    so, or what a program can read instead; None raises ``Shredded`` (a page then answers 410 and says so).
    """

    def __init__(self, column: str, purpose: str, key: str = "id", gone: Any = ERASED) -> None:
        self.column = column
        self.purpose = purpose
        self.key = key
        self.gone = gone

    def place(self, row: Any) -> str:
        """What a value is bound to: 'persons.phone_sealed:<hex>'."""
        row_id: uuid.UUID = getattr(row, self.key)
        return f"{row.__tablename__}.{self.column}:{row_id.hex}"

    def __get__(self, row: Any, owner: type) -> Any:
        if row is None:
            return self
        sealed = getattr(row, self.column)
        if sealed is None:
            return None
        if sealed[:1] == SHREDDED or (sealed[:1] == OWN_KEY and row.row_key is None):
            return self._destroyed(row)
        return keyring().open(self.purpose, sealed, self.place(row), row.row_key).decode()

    def __set__(self, row: Any, value: Any) -> None:
        if value is None:
            setattr(row, self.column, None)
            return
        if row.row_key is None:  # loaded without one, or shredded
            row.row_key = new_row_key()
        setattr(row, self.column, keyring().seal(self.purpose, value.encode(), self.place(row), row.row_key))

    def _destroyed(self, row: Any) -> Any:
        if row.__table__.c[self.column].nullable:
            return None
        if self.gone is None:
            raise Shredded(f"{row.__tablename__}.{self.column}")
        return str(self.gone)


class SealedJson(SealedText):
    """Plain data (lists, words, numbers) kept as one sealed text; ``gone`` is JSON. Set it anew to change it."""

    def __init__(self, column: str, purpose: str, key: str = "id", gone: str | None = None) -> None:
        super().__init__(column, purpose, key, gone)

    def __get__(self, row: Any, owner: type) -> Any:
        text = super().__get__(row, owner)
        return json.loads(text) if isinstance(text, str) else text

    def __set__(self, row: Any, value: Any) -> None:
        super().__set__(row, None if value is None else json.dumps(value, ensure_ascii=False))


def sealed_columns(model: type) -> dict[str, SealedText]:
    """The sealed columns of a model, by the name of the column."""
    found = [value for base in model.__mro__ for value in vars(base).values() if isinstance(value, SealedText)]
    return {one.column: one for one in found}


def shred(row: SealedRow) -> None:
    """Destroy the row's key and with it whatever was sealed in it, for good, wherever the row alone was copied to.

    Columns that are not sealed stay, HMACs for equality too: whoever erases a person sees to those.
    """
    row.row_key = None
    for column in sealed_columns(type(row)):
        if getattr(row, column) is not None:
            setattr(row, column, SHREDDED)


def seal_column(purpose: str, column: str, row_id: uuid.UUID, text: str) -> bytes:
    """A value as revisions wrote it before rows had keys; it still opens. ``column`` is 'persons.phone_sealed'."""
    return keyring().seal(purpose, text.encode(), f"{column}:{row_id.hex}")


def new_token() -> str:
    """A bearer secret of 192 random bits, for links and QR codes."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> bytes:
    """How a bearer secret is stored: enough to recognise it, useless to a thief."""
    return hashlib.sha256(token.encode()).digest()


def new_pin(digits: int = 6) -> str:
    """A short secret for a letter or a message; only ever stored as a keyed HMAC."""
    return "".join(secrets.choice("0123456789") for _ in range(digits))
