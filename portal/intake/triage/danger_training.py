"""Trains the danger model from our own example sentences and both lexicons: run it after changing any of them.

``python -m portal.intake.triage.danger_training`` writes ``danger/data/model.json``; the same data gives the
same file. It stands here because the words of everyday disputes are its examples of what is no danger.
"""

import json
import math
import random
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from portal.intake.danger import model, phrases, words
from portal.intake.danger.text import fold
from portal.intake.triage import lexicon

DATA = Path(model.__file__).parent / "data"
ROUNDS = 12
STEP = 0.5
DECAY = 1e-4
DANGER_SHARE = 0.3
HARMLESS_SHARE = 0.1
"""How much a bare word counts beside a whole sentence."""

NEAR_DANGER = frozenset({"0116", "0117", "0212", "0601", "0602", "0611", "1205", "1206", "1207", "1208"})
"""Classes whose everyday words are no example of harmlessness."""

LIGHTEST = 0.15
"""Pieces that weigh less are left out of the file."""

Example = tuple[bool, tuple[str, ...], float]
"""Danger or not, the pieces, and how much it counts."""


def sentences() -> list[tuple[bool, str]]:
    """The example sentences: danger or not, and the words."""
    text = (DATA / "examples.txt").read_text(encoding="utf-8")
    return [(line[0] == "+", line[2:]) for line in phrases.lines(text)]


def examples(told: Iterable[tuple[bool, str]]) -> list[Example]:
    found = [(danger, _names(text), 1.0) for danger, text in told]
    found.extend((True, _names(word), DANGER_SHARE) for word in words.single_words())
    found.extend(
        (False, _names(word.term), HARMLESS_SHARE) for word in lexicon.load().words if word.code not in NEAR_DANGER
    )
    return [example for example in found if example[1]]


def train(given: list[Example]) -> model.Weights:
    """Logistic regression by stochastic gradient with a step per piece; order fixed by a seed."""
    order = random.Random(1)
    weights: defaultdict[str, float] = defaultdict(float)
    moved: defaultdict[str, float] = defaultdict(float)
    bias = 0.0
    shuffled = list(given)
    for _ in range(ROUNDS):
        order.shuffle(shuffled)
        for danger, names, share in shuffled:
            length = math.sqrt(len(names))
            margin = bias + sum(weights[name] for name in names) / length
            slope = (1 / (1 + math.exp(-margin)) - danger) * share
            bias -= 0.1 * slope
            for name in names:
                change = slope / length + DECAY * weights[name]
                moved[name] += change * change
                weights[name] -= STEP * change / math.sqrt(moved[name] + 1e-6)
    return model.Weights(
        round(bias, 3), {name: round(weights[name], 2) for name in sorted(weights) if abs(weights[name]) >= LIGHTEST}
    )


def _names(text: str) -> tuple[str, ...]:
    """In one order, so that sums come out the same on every run."""
    clean = words.without_harmless(fold(text).text)
    return tuple(sorted({name for name, _, _ in model.pieces(clean)}))


def main() -> None:
    weights = train(examples(sentences()))
    data = {"bias": weights.bias, "pieces": weights.pieces}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace(',"', ',\n"')
    (DATA / "model.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
