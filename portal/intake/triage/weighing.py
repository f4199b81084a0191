"""What each word of the lexicon weighs for a class when it is found by itself."""

from functools import cache

from portal.intake.triage import lexicon

SURE = 4
"""From this weight on a curated word keeps its weight however many classes it is named in."""

HINT = 2.5
"""What a word that the lexicon names only together with others weighs at most for each naming."""

Weights = dict[str, tuple[tuple[str, float], ...]]


@cache
def weights() -> Weights:
    """Term → (class, weight) pairs. Words named in many classes say less of each."""
    named = _named()
    shared = {term: len(codes) for term, codes in named.items()}
    found: dict[str, dict[str, float]] = {}
    for word in lexicon.load().words:
        weight = word.weight if word.weight >= SURE else word.weight * shared[word.term] ** -0.15
        _raise(found, word.term, word.code, weight * _length(word.term))
    for term, codes in named.items():
        for code, times in codes.items():
            weight = HINT * shared[term] ** -0.3 * min(times, 4) ** 0.5
            _raise(found, term, code, weight * _length(term) if times else 0)
    return {term: tuple(codes.items()) for term, codes in found.items()}


def _raise(found: dict[str, dict[str, float]], term: str, code: str, weight: float) -> None:
    codes = found.setdefault(term, {})
    codes[code] = max(weight, codes.get(code, 0.0))


def _named() -> dict[str, dict[str, int]]:
    """Term → class → in how many combinations of that class it is named."""
    named: dict[str, dict[str, int]] = {}
    for word in lexicon.load().words:
        named.setdefault(word.term, {}).setdefault(word.code, 0)
    for combination in lexicon.load().together:
        for term in combination.own:
            codes = named.setdefault(term, {})
            codes[combination.code] = codes.get(combination.code, 0) + 1
    return named


def _length(term: str) -> float:
    """One or two Chinese characters say less by themselves than a longer phrase."""
    return 1.0 if term.isascii() else {1: 0.5, 2: 0.7}.get(len(term), 1.0)
