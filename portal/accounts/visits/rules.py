"""A case code as a name for counting wrong answers; whether it is one is for the matters to say."""

import unicodedata


def bare_code(typed: str | None) -> str:
    """Capitals and digits only; full width is forgiven, and O is 0 as on every receipt."""
    plain = unicodedata.normalize("NFKC", typed or "").upper().replace("O", "0")
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())[:40]
