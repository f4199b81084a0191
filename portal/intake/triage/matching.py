"""Which words of the lexicon stand in a message, and for which classes they speak."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from portal.intake.danger.phrases import Finder, Hits, Span
from portal.intake.danger.text import Folded
from portal.intake.triage import lexicon
from portal.intake.triage.weighing import weights


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a class: a word, or words that belong together, with their weight."""

    code: str
    weight: float
    spans: tuple[Span, ...]


def find(folded: Folded) -> list[Evidence]:
    """Every reason the message gives for any class."""
    hits = _finder().hits(folded.text)
    return [*_alone(hits), *_together(hits)]


@cache
def _finder() -> Finder:
    return Finder([combination.phrase for combination in lexicon.load().together], weights())


def _alone(hits: Hits) -> Iterator[Evidence]:
    """Of words that stand alone the longest wins: one inside another says nothing of its own."""
    alone = weights()
    found = sorted((start, -end, term) for term, spans in hits.items() if term in alone for start, end in spans)
    reached, seen = 0, set()
    for start, minus_end, term in found:
        if -minus_end > reached:
            reached = -minus_end
            if term not in seen:
                seen.add(term)
                for code, weight in alone[term]:
                    yield Evidence(code, weight, ((start, -minus_end),))


def _together(hits: Hits) -> Iterator[Evidence]:
    combinations = lexicon.load().together
    for index, chains in _finder().phrases(hits):
        yield Evidence(combinations[index].code, combinations[index].weight, tuple(chains[0]))
