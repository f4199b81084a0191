"""How a code is made, shown and typed. It says nothing: no year, no place, no number in a row (domain §2.1)."""

import secrets
import unicodedata
from datetime import timedelta

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Nothing that is read for something else: no 0 O 1 I L."""
LENGTH = 8
RECEIPT_LIFE = timedelta(minutes=30)
KIND = "visit"
"""Which of the house's lives a sign-in with code and PIN has: half an hour idle, half a day in all."""


def new_code() -> str:
    """Eight random characters (39 bits), of use only with the PIN, and five guesses at that shut the door."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def show_code(code: str) -> str:
    """In two groups: 4K7P-92QM."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def bare_code(typed: str | None) -> str:
    """As typed by hand: small letters, blanks, dashes and full width are forgiven."""
    plain = unicodedata.normalize("NFKC", typed or "").upper()
    return "".join(sign for sign in plain if sign in ALPHABET)[:40]
