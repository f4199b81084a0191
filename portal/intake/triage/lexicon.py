"""The lexicon of everyday words: which words, alone or together, speak for which class, and how strongly.

Each file of ``data/lexicon`` holds the classes of one major: ``[0305]`` opens a class, every further line
is a weight and the items (see ``danger.phrases``) that have it, parted by 、.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from portal.directory.taxonomy import rules as taxonomy
from portal.intake.danger import phrases

KEYWORD_WEIGHT = 2.5
"""What a keyword of the taxonomy's own table weighs where the lexicon does not say otherwise."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that speaks for a class by itself."""

    code: str
    weight: float
    term: str


@dataclass(frozen=True, slots=True)
class Together:
    """Words that speak for a class together. ``own`` are those written out for it, not taken from a group."""

    code: str
    weight: float
    phrase: phrases.Phrase
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    words: tuple[Word, ...]
    together: tuple[Together, ...]


@cache
def load() -> Lexicon:
    """The lexicon as shipped; read once."""
    named = phrases.groups(_read("groups.txt"))
    words: list[Word] = []
    together: list[Together] = []
    for code, weight, item in _items():
        if any(sign in item for sign in "~^&"):
            together.append(Together(code, weight, phrases.parse(item, named), phrases.own_words(item)))
        else:
            words.append(Word(code, weight, item))
    return Lexicon(tuple(words), tuple(together))


def _items() -> Iterator[tuple[str, float, str]]:
    """(class, weight, item) of the taxonomy's keywords, then of the curated files."""
    classes = taxonomy.load()
    for minor in classes.minors.values():
        for keyword in minor.keywords:
            yield minor.code, KEYWORD_WEIGHT, keyword.lower()
    for major in classes.majors:
        code = ""
        for line in phrases.lines(_read(f"lexicon/{major}.txt")):
            if line.startswith("["):
                code = classes.minor(line.strip("[]")).code
                continue
            weight, _, words = line.partition(" ")
            for item in phrases.items(words):
                yield code, float(weight), item


def _read(name: str) -> str:
    return files(__package__).joinpath("data", name).read_text(encoding="utf-8")
