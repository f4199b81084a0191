"""What a picture or paper may show that needs a consent of its own (个人信息保护法 art.28, 29)."""

from collections.abc import Iterable

PURPOSES = ("id_image", "health", "bank_account")
"""Keys of portal.people.consents.texts.purposes, in the order in which they are asked."""
NONE = "none"
"""'Nothing of the kind' is an answer too."""


def named(answers: Iterable[str]) -> tuple[str, ...]:
    """The purposes among the answers."""
    given = set(answers)
    return tuple(purpose for purpose in PURPOSES if purpose in given)


def contradicts(answers: Iterable[str]) -> bool:
    """'Nothing of the kind' beside something of the kind."""
    given = set(answers)
    return NONE in given and len(given) > 1
