"""What a message is about, as a first suggestion that a person confirms or changes: class, service, limit, danger."""

from dataclasses import dataclass

from portal.directory.taxonomy import rules as taxonomy
from portal.intake.danger.rules import DangerScreen, screen
from portal.intake.danger.text import Folded, fold
from portal.intake.triage.likeness import likeness, telling
from portal.intake.triage.matching import Evidence, find
from portal.intake.triage.service import suggested_service
from portal.intake.triage.typos import set_right

MOST = 5
"""How many candidates are shown at most."""

LEAST = 1.0
"""What weighs less than this is not shown: nothing was understood."""

FADING = 0.85
"""Each further reason for the same class counts this much of the one before, so that one sure word
outweighs a heap of vague ones."""

DANGER_CLASSES = {"self_harm": "1206", "threat": "1208", "home_violence": "0116"}
DANGER_WEIGHT = 8.0
"""What the danger screen adds to the class of the danger it heard."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A class the message may belong to, and the resident's own words that speak for it, strongest first."""

    code: str
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The first reading of a message. ``departments`` and ``limit`` are those of the best candidate;
    without any candidate both are empty and staff choose."""

    candidates: tuple[Candidate, ...]
    service: taxonomy.Service
    danger: bool
    danger_matched: tuple[str, ...]
    departments: tuple[str, ...]
    limit: str


def suggest(text: str) -> Suggestion:
    """The same text always gives the same suggestion."""
    danger = screen(text)
    candidates = _candidates(set_right(fold(text)), danger)
    best = taxonomy.load().minor(candidates[0].code) if candidates else None
    return Suggestion(
        candidates=candidates,
        service=suggested_service(text, best, danger.hit) if best else "R" if danger.hit else "L",
        danger=danger.hit,
        danger_matched=danger.matched,
        departments=tuple(department.name_zh for department in best.departments) if best else (),
        limit=best.limit if best else "",
    )


def _candidates(folded: Folded, danger: DangerScreen) -> tuple[Candidate, ...]:
    reasons: dict[str, list[Evidence]] = {}
    for evidence in find(folded):
        reasons.setdefault(evidence.code, []).append(evidence)
    scores = likeness(folded.text)
    for code, evidences in reasons.items():
        scores[code] = scores.get(code, 0.0) + _weight(evidences)
    for code in (DANGER_CLASSES[kind] for kind in danger.kinds if kind in DANGER_CLASSES):
        scores[code] = scores.get(code, 0.0) + DANGER_WEIGHT
    best = sorted(scores, key=lambda code: (-round(scores[code], 2), code))[:MOST]
    return tuple(
        Candidate(code, round(scores[code], 2), _words(folded, code, reasons.get(code, []), danger))
        for code in best
        if scores[code] >= LEAST
    )


def _weight(reasons: list[Evidence]) -> float:
    weights = sorted((reason.weight for reason in reasons), reverse=True)
    return sum(weight * FADING**place for place, weight in enumerate(weights))


def _words(folded: Folded, code: str, reasons: list[Evidence], danger: DangerScreen) -> tuple[str, ...]:
    """The resident's own words that speak for the class, strongest first."""
    ordered = sorted(reasons, key=lambda reason: (-reason.weight, reason.spans))
    words = list(danger.matched) if code in (DANGER_CLASSES.get(kind) for kind in danger.kinds) else []
    words += ["…".join(folded.quote(*span) for span in reason.spans) for reason in ordered]
    for piece in telling(folded.text, code):
        start = folded.text.find(piece)
        quoted = folded.quote(start, start + len(piece))
        if not any(quoted in word for word in words):
            words.append(quoted)
    return tuple(dict.fromkeys(words))
