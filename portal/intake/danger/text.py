"""A message made ready for reading: one form of each character, blanks between Chinese characters gone."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Folded:
    """The message as matched, and for each of its characters the place in what the resident wrote."""

    text: str
    original: str
    places: tuple[int, ...]

    def quote(self, start: int, end: int) -> str:
        """What the resident wrote there; an explanation shows their own words."""
        return self.original[self.places[start] : self.places[end - 1] + 1]


def fold(original: str) -> Folded:
    """Full-width forms folded, letters lowered, blanks beside Chinese characters dropped."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(original):
        folded = _form(character)
        if folded == " " and not _between_words(original, place):
            continue
        characters.append(folded)
        places.append(place)
    return Folded("".join(characters), original, tuple(places))


def _form(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower()
    if len(folded) != 1:
        return character
    return " " if folded.isspace() else _SAME.get(folded, folded)


_SAME = {"’": "'", "‘": "'", "，": ",", "。": ".", "？": "?", "！": "!", "；": ";", "：": ":", "帐": "账"}


def _between_words(original: str, place: int) -> bool:
    """Whether a blank parts two words of a Latin script, where it means something."""
    before = original[place - 1] if place else " "
    after = original[place + 1] if place + 1 < len(original) else " "
    return before.isascii() and after.isascii() and not after.isspace()
