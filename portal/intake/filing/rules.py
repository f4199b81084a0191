"""The steps of a filing, what they ask, and how long a draft is kept."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

STEPS = ("story", "safety", "people", "body", "guardian", "contact", "photos", "check")
DRAFT_LIFE = timedelta(days=30)
RECEIPT_LIFE = timedelta(minutes=30)
STORY_MAX = 3000
WISH_MAX = 500
PHOTOS_MAX = 6


Answers = Mapping[str, Any]


def under_age(known: Answers) -> bool:
    """Whether the person whose matter it is has said to be under eighteen (R-12)."""
    return bool(known.get("minor")) and not is_body(known)


def is_body(known: Answers) -> bool:
    """Whether a body asks, and no natural person."""
    return known.get("kind") == "legal"


def said(known: Answers) -> str:
    """All that was told in one's own words: what happened, and what one wishes."""
    return "\n".join(str(known[name]) for name in ("story", "wish") if known.get(name))


def said_age(known: Answers) -> str | None:
    """The age as it is kept of a child: nobody is asked for a birthday at the door."""
    return (known.get("age") or "teen") if under_age(known) else None


def steps(known: Answers) -> tuple[str, ...]:
    """The steps of this filing: a guardian is asked for only where there is a child, a code only of a body."""
    unfit = {step for step, fits in (("guardian", under_age(known)), ("body", is_body(known))) if not fits}
    return tuple(step for step in STEPS if step not in unfit)


def after(step: str, known: Answers) -> str | None:
    """The next step, or None after the last."""
    mine = steps(known)
    place = mine.index(step) + 1
    return mine[place] if place < len(mine) else None


def before(step: str, known: Answers) -> str | None:
    """The step to go back to."""
    mine = steps(known)
    place = mine.index(step)
    return mine[place - 1] if place else None


SHOWN = (
    "story", "wish", "name", "kind", "uscc", "contact_name", "phone", "place", "other_name", "other_phone", "channel",
    "photos", "guardian_name",
)  # fmt: skip
"""Answers that are read again before handing in."""

NEEDED = {
    "story": "story", "safety": "dangers", "people": "name", "body": "contact_name", "guardian": "age",
    "contact": "channel",
}  # fmt: skip
"""Step → the answer without which it has not been done."""


def first_missing(known: Answers) -> str | None:
    """The first step that still needs an answer before a filing can be handed in."""
    return next((step for step in steps(known) if step in NEEDED and NEEDED[step] not in known), None)
