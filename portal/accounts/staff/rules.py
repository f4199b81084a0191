"""How a login is written."""

import re
import unicodedata

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,59}")


def bare_login(typed: str | None) -> str:
    """A login as stored: small letters, half width, no blanks."""
    return "".join(unicodedata.normalize("NFKC", typed or "").lower().split())[:60]
