"""Numbers as they are stored and compared: one spelling each, equality by HMAC."""

from portal.kernel import crypto
from portal.kernel.forms.checks import clean, digits


def plain_phone(typed: str | None) -> str | None:
    """A phone number without spaces, dashes or +86; None when nothing is left."""
    return digits(typed).removeprefix("+86") or None


def plain_id_number(typed: str | None) -> str | None:
    """An identity number with a capital X and no blanks."""
    return digits(typed) or None


def plain_text(typed: str | None) -> str | None:
    """Trimmed, or None when nothing is left."""
    return clean(typed) or None


def phone_mac(phone: str) -> bytes:
    """Equal for equal phones, here and in accounts; says nothing to who lacks the key."""
    return crypto.keyring().mac("pii", "phone", plain_phone(phone) or "")


def id_number_mac(number: str) -> bytes:
    """Equal for equal identity numbers."""
    return crypto.keyring().mac("pii", "id_number", plain_id_number(number) or "")
