"""The steps of a filing, what they ask, and how long a draft is kept."""

from datetime import timedelta

STEPS = ("story", "safety", "people", "contact", "photos", "check")
DRAFT_LIFE = timedelta(days=30)
RECEIPT_LIFE = timedelta(minutes=30)
STORY_MAX = 3000
PHOTOS_MAX = 6


def after(step: str) -> str | None:
    """The next step, or None after the last."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None


def before(step: str) -> str | None:
    """The step to go back to."""
    place = STEPS.index(step)
    return STEPS[place - 1] if place else None


SHOWN = ("story", "name", "phone", "place", "other_name", "other_phone", "channel", "photos")
"""Answers that are read again before handing in."""

NEEDED = {"story": "story", "safety": "dangers", "people": "name", "contact": "channel"}
"""Step → the answer without which it has not been done."""


def first_missing(answers: dict[str, object]) -> str | None:
    """The first step that still needs an answer before a filing can be handed in."""
    return next((step for step in STEPS if step in NEEDED and NEEDED[step] not in answers), None)
