"""Every part of the house, bottom up; listeners run in this order."""

import importlib

from portal.kernel.feature import Feature

PARTS = (
    "portal.kernel.web",
    "portal.kernel.worker",
    "portal.kernel.live",
    "portal.kernel.files",
    "portal.directory",
    "portal.people",
    "portal.notices",
    "portal.accounts",
    "portal.clocks",
    "portal.matters",
    "portal.documents",
    "portal.rooms",
    "portal.teams",
    "portal.schedule",
    "portal.intake",
    "portal.followup",
    "portal.dashboard",
    "mediation",
    "legal",
    "counseling",
)


def _load(part: str) -> Feature:
    feature: Feature = importlib.import_module(f"{part}.feature").FEATURE
    return feature


FEATURES = tuple(_load(part) for part in PARTS)
"""All of them, or the house does not start: one that cannot be imported is never left out in silence."""
