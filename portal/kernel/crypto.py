"""Keyrings by purpose, sealed columns bound to their row, secrets that leave the house, equality without reading."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import uuid
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PURPOSES = ("session", "pii", "evidence", "counselling", "signing", "codes", "audit")
VERSION = b"\x01"


class Keyring:
    """Master keys on disk, one file a purpose, outside database and backup; the last key of a file seals."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._keys: dict[str, dict[str, bytes]] = {}

    def _load(self, purpose: str) -> dict[str, bytes]:
        if purpose not in PURPOSES:
            raise KeyError(f"no keyring for {purpose}")
        if purpose not in self._keys:
            path = self.folder / f"{purpose}.json"
            if not path.exists():
                self._create(path)
            stored: dict[str, str] = json.loads(path.read_text())
            self._keys[purpose] = {name: base64.b64decode(value) for name, value in stored.items()}
        return self._keys[purpose]

    def _create(self, path: Path) -> None:
        """Write a first key, readable by the owner alone; if two processes do so at once, the first wins."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = json.dumps({"1": base64.b64encode(secrets.token_bytes(32)).decode()})
        fresh = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()

    def current(self, purpose: str) -> tuple[str, bytes]:
        """The name and bytes of the key that seals now."""
        keys = self._load(purpose)
        name = list(keys)[-1]
        return name, keys[name]

    def mac(self, purpose: str, *parts: str | bytes) -> bytes:
        """A keyed HMAC-SHA256 over the parts, each framed by its length (first key: equality must survive rotation)."""
        keys = self._load(purpose)
        digest = hmac.new(next(iter(keys.values())), digestmod=hashlib.sha256)
        for part in parts:
            data = part.encode() if isinstance(part, str) else part
            digest.update(len(data).to_bytes(4, "big") + data)
        return digest.digest()

    def seal(self, purpose: str, plain: bytes, bound_to: str) -> bytes:
        """Version, key name, nonce, ciphertext; opens only where ``bound_to`` is the same."""
        name, key = self.current(purpose)
        nonce = secrets.token_bytes(12)
        head = VERSION + bytes([len(name)]) + name.encode()
        return head + nonce + AESGCM(key).encrypt(nonce, plain, head + bound_to.encode())

    def open(self, purpose: str, sealed: bytes, bound_to: str) -> bytes:
        """The plain bytes; ValueError when changed, moved to another row, or the key is gone."""
        length = sealed[1]
        head, rest = sealed[: 2 + length], sealed[2 + length :]
        key = self._load(purpose).get(head[2:].decode())
        if head[:1] != VERSION or key is None:
            raise ValueError("sealed with a key that is not here")
        try:
            return AESGCM(key).decrypt(rest[:12], rest[12:], head + bound_to.encode())
        except InvalidTag as error:
            raise ValueError("the sealed value does not belong here or was changed") from error


_installed: list[Keyring] = []


def install(keyring: Keyring) -> None:
    """Make this the keyring that sealed columns use in this process."""
    _installed[:] = [keyring]


def keyring() -> Keyring:
    """The keyring of this process."""
    return _installed[0]


def seal_column(purpose: str, column: str, row_id: uuid.UUID, text: str) -> bytes:
    """What ``SealedText`` keeps in a row; ``column`` with its table: 'persons.phone_sealed'."""
    return keyring().seal(purpose, text.encode(), f"{column}:{row_id.hex}")


class SealedText:
    """A text attribute kept sealed in a LargeBinary column of the same row.

    ``phone = SealedText("phone_sealed", "pii")`` beside ``phone_sealed: Mapped[bytes | None]``.
    The authenticated data are table, column and row id, so a value copied to another row does not open. ``key`` is the
    attribute by which the row is known, where that is not ``id``.
    """

    def __init__(self, column: str, purpose: str, key: str = "id") -> None:
        self.column = column
        self.purpose = purpose
        self.key = key

    def _place(self, row: Any) -> str:
        return f"{row.__tablename__}.{self.column}"

    def __get__(self, row: Any, owner: type) -> Any:
        if row is None:
            return self
        sealed = getattr(row, self.column)
        if sealed is None:
            return None
        row_id: uuid.UUID = getattr(row, self.key)
        return keyring().open(self.purpose, sealed, f"{self._place(row)}:{row_id.hex}").decode()

    def __set__(self, row: Any, value: Any) -> None:
        sealed = None if value is None else seal_column(self.purpose, self._place(row), getattr(row, self.key), value)
        setattr(row, self.column, sealed)


class SealedJson(SealedText):
    """Plain data (lists, words, numbers) kept as one sealed text. Set it anew to change it."""

    def __get__(self, row: Any, owner: type) -> Any:
        text = super().__get__(row, owner)
        return json.loads(text) if isinstance(text, str) else text

    def __set__(self, row: Any, value: Any) -> None:
        super().__set__(row, None if value is None else json.dumps(value, ensure_ascii=False))


def new_token() -> str:
    """A bearer secret of 192 random bits, for links and QR codes."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> bytes:
    """How a bearer secret is stored: enough to recognise it, useless to a thief."""
    return hashlib.sha256(token.encode()).digest()


def new_pin(digits: int = 6) -> str:
    """A short secret for a letter or a message; only ever stored as a keyed HMAC."""
    return "".join(secrets.choice("0123456789") for _ in range(digits))
