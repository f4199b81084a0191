"""Phrases looked for in a message: words, and words that count only near each other.

An item is written ``A~B`` (B within 12 characters after A), ``A^B`` (within 4) or ``A&B`` (both anywhere);
``A|B`` are alternatives, ``@name`` is a named group of them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

REACHES = {"~": 12, "^": 4}
"""How many characters may stand between two words that belong together."""

MOST_CHAINS = 20
"""How many ways one phrase is followed through a message before the rest is left."""

Span = tuple[int, int]
Hits = dict[str, list[Span]]
Groups = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """One of these words, at most ``reach`` characters after the step before."""

    words: frozenset[str]
    reach: int


Clause = tuple[Step, ...]
Phrase = tuple[Clause, ...]


def lines(text: str) -> Iterator[str]:
    """The lines of a data file that say something."""
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def groups(text: str) -> Groups:
    """``name = word、word`` by line."""
    named = (line.partition("=") for line in lines(text))
    return {name.strip(): frozenset(items(words)) for name, _, words in named}


def items(line: str) -> list[str]:
    return [item.strip().lower() for item in line.split("、")]


def parse(item: str, named: Groups) -> Phrase:
    return tuple(_clause(clause, named) for clause in item.split("&"))


def own_words(item: str) -> frozenset[str]:
    """The words written out in an item, those of its groups left aside."""
    return frozenset(word.strip() for word in re.split(r"[~^&|]", item) if not word.startswith("@"))


def _clause(clause: str, named: Groups) -> Clause:
    parts = re.split(r"([~^])", clause)
    reaches = [0, *(REACHES[sign] for sign in parts[1::2])]
    return tuple(Step(_words(part, named), reach) for part, reach in zip(parts[::2], reaches, strict=True))


def _words(part: str, named: Groups) -> frozenset[str]:
    words: set[str] = set()
    for word in part.split("|"):
        words.update(named[word[1:]] if word.startswith("@") else (word.strip(),))
    if "" in words:
        raise ValueError(f"empty word in {part!r}")
    return frozenset(words)


class Finder:
    """Finds words by their first letter and lengths, and phrases by the words they want."""

    def __init__(self, phrases: Sequence[Phrase], words: Iterable[str] = ()) -> None:
        self._phrases = phrases
        sets = dict.fromkeys(step.words for phrase in phrases for clause in phrase for step in clause)
        self._terms = frozenset(words).union(*sets)
        self._lengths = _lengths(self._terms)
        numbers = {found: number for number, found in enumerate(sets)}
        self._numbers_of: dict[str, list[int]] = {}
        for found, number in numbers.items():
            for word in found:
                self._numbers_of.setdefault(word, []).append(number)
        wanted = [{numbers[step.words] for clause in phrase for step in clause} for phrase in phrases]
        self._counts = [len(want) for want in wanted]
        self._wanting: dict[int, list[int]] = {}
        for index, want in enumerate(wanted):
            for number in want:
                self._wanting.setdefault(number, []).append(index)

    def hits(self, text: str) -> Hits:
        """Every known word that stands in the text, with its places."""
        hits: Hits = {}
        for start, character in enumerate(text):
            for length in self._lengths.get(character, ()):
                term = text[start : start + length]
                if len(term) == length and term in self._terms and _is_word(text, start, term):
                    hits.setdefault(term, []).append((start, start + len(term)))
        return hits

    def phrases(self, hits: Hits) -> Iterator[tuple[int, list[list[Span]]]]:
        """The phrases that stand in the text, by number, with each way their first clause is met
        (followed by the first way of the other clauses)."""
        present = {number for word in hits for number in self._numbers_of.get(word, ())}
        met: dict[int, int] = {}
        for number in present:
            for index in self._wanting[number]:
                met[index] = met.get(index, 0) + 1
        for index in sorted(index for index, count in met.items() if count == self._counts[index]):
            first, *others = (_chains(clause, hits) for clause in self._phrases[index])
            if first and all(others):
                rest = [span for chains in others for span in chains[0]]
                yield index, [[*chain, *rest] for chain in first]


def _lengths(terms: Iterable[str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for term in terms:
        lengths.setdefault(term[0], set()).add(len(term))
    return {character: tuple(sorted(found)) for character, found in lengths.items()}


def _is_word(text: str, start: int, term: str) -> bool:
    """Latin terms begin where a word begins; short ones also end where it ends, but for -s, -ed, -ing."""
    if not term[0].isascii():
        return True
    if start and text[start - 1].isascii() and text[start - 1].isalnum():
        return False
    tail = re.match("[a-z0-9]*", text[start + len(term) :])
    return len(term) > 4 or (tail is not None and tail.group() in ("", "s", "d", "es", "ed", "ing"))


def _chains(clause: Clause, hits: Hits) -> list[list[Span]]:
    """The ways the clause's words follow each other within reach."""
    chains: list[list[Span]] = [[span] for span in _places(clause[0], hits)]
    for step in clause[1:]:
        following = _places(step, hits)
        chains = [
            [*chain, span] for chain in chains for span in following if 0 <= span[0] - chain[-1][1] <= step.reach
        ][:MOST_CHAINS]
    return chains


def _places(step: Step, hits: Hits) -> list[Span]:
    return sorted(span for word in step.words & hits.keys() for span in hits[word])
