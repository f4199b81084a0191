"""How far each loaded matter has come, and when: old ones are over, young ones wait; every stage has its share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

BANDS: Sequence[tuple[str, float, float]] = (
    ("archived", 0.40, 730.0),
    ("closed", 0.32, 220.0),
    ("active", 0.20, 35.0),
    ("routed", 0.04, 5.0),
    ("triaged", 0.02, 2.5),
    ("registered", 0.02, 1.0),
)
"""Stage, share, age in days of its oldest; registered in this order, so that ids and times rise together."""
NEWEST = 0.02
"""Days since the newest was registered."""

ENDS = ("resolved", "resolved", "procedural", "resolved", "declined", "resolved", "procedural", "resolved", "resolved",
        "transferred")  # fmt: skip
"""How closed matters ended, by turns (CLOSE_KINDS)."""
TALKS = ("consent_pending", "accepted", "preparing", "in_session", "adjourned")
"""Where active mediations stand, by turns."""


@dataclass(frozen=True)
class Life:
    """One matter: its number, stage, time of registration; ``end`` for those that are over, ``state`` of a mediation
    that runs."""

    number: int
    stage: str
    at: datetime
    end: str | None
    state: str | None
    danger: bool

    @property
    def mediated(self) -> bool:
        """Whether it was ever given to a mediator."""
        return self.state is not None or self.end in ("resolved", "procedural")

    @property
    def fresh(self) -> bool:
        """Whether messages and single steps are still on record; of most old matters they have been put away."""
        return self.end is None or self.number % 5 == 0


def life(number: int, total: int, now: datetime) -> Life:
    """The number-th of so many."""
    stage, age = _band((number + 0.5) / total)
    if stage in ("archived", "closed"):
        stage = "restricted" if number % 50 == 7 else "active" if number % 25 == 9 else stage
    over = stage in ("archived", "closed", "restricted")
    state = "assigned" if stage == "routed" else TALKS[number // 3 % len(TALKS)] if stage == "active" else None
    end = ENDS[number // 7 % len(ENDS)] if over else None
    return Life(number, stage, now - timedelta(days=age), end, state, danger=number % 97 == 5)


def _band(share: float) -> tuple[str, float]:
    """The stage of this share of all, and its age in days."""
    begin = 0.0
    for index, (stage, width, oldest) in enumerate(BANDS):
        if share < begin + width or index == len(BANDS) - 1:
            youngest = BANDS[index + 1][2] if index + 1 < len(BANDS) else NEWEST
            return stage, oldest - (oldest - youngest) * min(1.0, (share - begin) / width)
        begin += width
    raise AssertionError(share)
