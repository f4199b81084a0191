"""The words of danger: look-alikes are set aside, denials heard, everything else that matches counts."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from portal.intake.danger import phrases

REACH = 30
"""How many characters before a match are read for a denial."""

Found = tuple[int, int, str]
"""Start, end and kind of danger."""

# A denial that stands right before the words: 没有家暴, 从来没打过, did not hit.
_DENIED = re.compile(
    r"(没有|没|不会|不是|不至于|从来没有?|从没有?|从未|未曾|并未|并没有?|并非|绝不会?|不存在|谈不上|算不上|不涉及)"
    r"(真的|要|想过|想|打算|过|对|跟|再|什么|任何|啥|人|实施|受到|遭受|遭到|被|发生|有过|动手)*$"
    r"|(\bno\b|\bnot\b|\bnever\b|n't|\bwithout\b|\bnobody\b)( (?!stop)[a-z]+){0,2} ?$"
)
# A denial inside words that belong together: 离婚，他从没动过手.
_DENIED_INSIDE = re.compile(
    r"(没有?|从来没有?|从没有?|从未|未曾|不会|并没有?)(真的|对我|跟我|再|过|人)*"
    r"(动手|动过手|打|揍|掐|家暴)|\b(never|not|didn't|doesn't) (hit|beat|hurt)"
)
# "她不会自杀吧" is a fear, not a denial.
_FEARED = re.compile(r".{0,3}(吧|[?？]|怎么办|咋办)")


def without_harmless(text: str) -> str:
    """The text with its look-alikes (跳楼价, 气死我了) blanked out, of the same length."""
    return _harmless().sub(lambda match: "□" * len(match.group()), text)


def find(clean: str) -> Iterator[Found]:
    """Everything in a text without look-alikes that tells of danger and is not denied."""
    finder, kinds = _finder()
    for index, chains in finder.phrases(finder.hits(clean)):
        for chain in chains:
            start, end = min(chain)[0], max(span[1] for span in chain)
            if not denied(clean, start, end):
                yield start, end, kinds[index]


def denies(clean: str) -> bool:
    """Whether the message speaks of a danger only to deny it: he never hit me."""
    finder, _ = _finder()
    return any(
        denied(clean, min(chain)[0], max(span[1] for span in chain))
        for _, chains in finder.phrases(finder.hits(clean))
        for chain in chains
    )


def denied(text: str, start: int, end: int) -> bool:
    before, words, after = text[max(0, start - REACH) : start], text[start:end], text[end:]
    return bool(_DENIED.search(before) or _DENIED_INSIDE.search(words)) and not _FEARED.match(after)


def single_words() -> Iterator[str]:
    """The items that are plain words; training reads them as short messages."""
    for line in phrases.lines(_read("danger.txt")):
        if not line.startswith("["):
            yield from (item for item in phrases.items(line) if not re.search("[@~^&|]", item))


@cache
def _finder() -> tuple[phrases.Finder, tuple[str, ...]]:
    """The finder of all phrases of danger, and the kind of each."""
    named = phrases.groups(_read("groups.txt"))
    found: list[phrases.Phrase] = []
    kinds: list[str] = []
    kind = ""
    for line in phrases.lines(_read("danger.txt")):
        if line.startswith("["):
            kind = line.strip("[]")
            continue
        for item in phrases.items(line):
            found.append(phrases.parse(item, named))
            kinds.append(kind)
    return phrases.Finder(found), tuple(kinds)


@cache
def _harmless() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in phrases.lines(_read("harmless.txt"))))


def _read(name: str) -> str:
    return files(__package__).joinpath("data", name).read_text(encoding="utf-8")
