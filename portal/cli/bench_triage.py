"""How well triage does on messages that people have labelled: right class, right major, danger, time."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from portal.cli.triage import read_messages
from portal.intake.triage.rules import Suggestion, suggest

FIRST = 3
"""How many of the candidates the second figure looks at."""


@dataclass(frozen=True)
class Judged:
    """A labelled message beside what triage made of it."""

    accepted: frozenset[str]
    services: frozenset[str]
    danger: bool
    suggestion: Suggestion

    @property
    def codes(self) -> list[str]:
        return [candidate.code for candidate in self.suggestion.candidates]


def bench_triage(path: Path) -> dict[str, Any]:
    """The figures for a file of {id, text, accepted, service, danger} lines; shares run from 0 to 1,
    and one with nothing to share is None."""
    messages = list(read_messages(path))
    for number, message in enumerate(messages, start=1):
        if not _is_labelled(message):
            raise click.UsageError(
                f"{path} 的第 {number} 条没有标注好 accepted、service 和 danger。"
                f"Message {number} of {path} is not labelled with accepted and danger."
            )
    suggest("。")
    began = time.perf_counter()
    suggestions = [suggest(message["text"]) for message in messages]
    spent = time.perf_counter() - began
    judged = [
        Judged(frozenset(message["accepted"]), frozenset(message.get("service") or ()), message["danger"], one)
        for message, one in zip(messages, suggestions, strict=True)
    ]
    return {
        **_figures(judged),
        "messages": len(judged),
        "ms_per_message": round(1000 * spent / len(judged), 3) if judged else None,
    }


def _is_labelled(message: dict[str, Any]) -> bool:
    if not isinstance(message.get("service") or [], list | str):
        return False
    lists = [message.get("accepted"), list(message.get("service") or [])]
    words = all(isinstance(one, list) and all(isinstance(word, str) for word in one) for one in lists)
    return words and isinstance(message.get("danger"), bool)


def _figures(judged: list[Judged]) -> dict[str, float | None]:
    told = [one for one in judged if one.danger]
    heard = [one for one in judged if one.suggestion.danger]
    return {
        "first": _share(bool(one.accepted.intersection(one.codes[:1])) for one in judged),
        "top_three": _share(bool(one.accepted.intersection(one.codes[:FIRST])) for one in judged),
        "major": _share(
            bool({code[:2] for code in one.accepted}.intersection(code[:2] for code in one.codes[:1])) for one in judged
        ),
        "service": _share(one.suggestion.service in one.services for one in judged if one.services),
        "danger_recall": _share(one.suggestion.danger for one in told),
        "danger_precision": _share(one.danger for one in heard),
    }


def _share(answers: Iterable[bool]) -> float | None:
    listed = list(answers)
    return round(sum(listed) / len(listed), 4) if listed else None
