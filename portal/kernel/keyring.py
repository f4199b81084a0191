"""Keyrings by purpose: what they seal opens only where it was sealed, and equality is known without reading."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSES = ("session", "pii", "evidence", "counselling", "signing", "codes", "audit")
PLAIN_KEY, OWN_KEY = b"\x01", b"\x02"
"""Versions of a sealed value: by the purpose's key itself (files' keys; rows of before), by the key of one row."""


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

    def seal(self, purpose: str, plain: bytes, bound_to: str, row_key: bytes | None = None) -> bytes:
        """Version, key name, nonce, ciphertext; opens only where ``bound_to`` and ``row_key`` are the same."""
        name, key = self.current(purpose)
        nonce = secrets.token_bytes(12)
        head = (PLAIN_KEY if row_key is None else OWN_KEY) + bytes([len(name)]) + name.encode()
        return head + nonce + _cipher(key, row_key, bound_to).encrypt(nonce, plain, head + bound_to.encode())

    def open(self, purpose: str, sealed: bytes, bound_to: str, row_key: bytes | None = None) -> bytes:
        """The plain bytes; ValueError when changed, moved to another row, or the key is gone."""
        length = sealed[1]
        head, rest = sealed[: 2 + length], sealed[2 + length :]
        key = self._load(purpose).get(head[2:].decode())
        own = row_key if head[:1] == OWN_KEY else None
        if head[:1] not in (PLAIN_KEY, OWN_KEY) or key is None or (head[:1] == OWN_KEY and own is None):
            raise ValueError("sealed with a key that is not here")
        try:
            return _cipher(key, own, bound_to).decrypt(rest[:12], rest[12:], head + bound_to.encode())
        except InvalidTag as error:
            raise ValueError("the sealed value does not belong here or was changed") from error


def _cipher(key: bytes, row_key: bytes | None, bound_to: str) -> AESGCM:
    """With the key of a row: a key for this value alone, made of both by HKDF (RFC 5869)."""
    if row_key is None:
        return AESGCM(key)
    return AESGCM(HKDF(SHA256(), 32, salt=row_key, info=bound_to.encode()).derive(key))


_installed: list[Keyring] = []


def install(keyring: Keyring) -> None:
    """Make this the keyring that sealed columns use in this process."""
    _installed[:] = [keyring]


def keyring() -> Keyring:
    """The keyring of this process."""
    return _installed[0]
