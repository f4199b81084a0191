"""Common clauses to begin from, as data: adding one needs no code."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from portal.kernel.i18n import pick


@dataclass(frozen=True)
class Model:
    """One common clause; parties, days and sums are for the mediator to fill in. 【…】 marks what must be replaced."""

    key: str
    group_zh: str
    group_en: str
    title_zh: str
    title_en: str
    kind: str
    what: str = ""
    how: str = ""
    remedy: str = ""

    def title(self) -> str:
        """In the reader's language."""
        return pick(self.title_zh, self.title_en)

    def prefilled(self) -> dict[str, Any]:
        """As the form shows it."""
        when = "none" if self.kind in ("refrain", "other") else "by"
        return {"kind": self.kind, "what": self.what, "how": self.how, "remedy": self.remedy, "when": when}


@cache
def load() -> Mapping[str, Model]:
    """All of them by key, in the order of the file."""
    rows = json.loads(files(__package__).joinpath("data", "clauses.json").read_text("utf-8"))
    models = [Model(**row) for row in rows]
    by_key = {model.key: model for model in models}
    if len(by_key) < len(models):
        raise ValueError("two common clauses share a key")
    return by_key


def find(key: str) -> Model | None:
    """One by its key."""
    return load().get(key)


def groups() -> dict[str, list[Model]]:
    """Under the headings of the reader's language."""
    found: dict[str, list[Model]] = defaultdict(list)
    for model in load().values():
        found[pick(model.group_zh, model.group_en)].append(model)
    return found
