"""Time-based codes (RFC 6238) that work once, and recovery codes that can be read aloud."""

import hmac
import secrets
import unicodedata
from datetime import datetime

import pyotp

STEP = 30
DRIFT = 1
"""Clocks of phones may be one step off."""
RECOVERY_CODES = 10
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without 0/o and 1/l/i, which look alike on paper."""


def new_secret() -> str:
    """A fresh secret for the app."""
    return pyotp.random_base32()


def address(secret: str, name: str, issuer: str) -> str:
    """What the QR code says to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def matching_step(secret: str, digits: str, at: datetime, last: int | None) -> int | None:
    """The time step this code belongs to, if it is a right one that has not been used (or overtaken) before."""
    totp, now = pyotp.TOTP(secret), int(at.timestamp()) // STEP
    for step in range(now - DRIFT, now + DRIFT + 1):
        if (last is None or step > last) and hmac.compare_digest(totp.generate_otp(step), digits):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Ten codes of about 40 bits each: xxxx-xxxx."""
    codes = ("".join(secrets.choice(SIGNS) for _ in range(8)) for _ in range(RECOVERY_CODES))
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def bare_recovery_code(typed: str) -> str:
    """As typed by hand: capitals, blanks and dashes are forgiven."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed).lower() if sign in SIGNS)


def in_fours(secret: str) -> str:
    """A secret in groups that can be typed."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
