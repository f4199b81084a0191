"""``onedoor triage``: what a message is about, for one message or a file of them, as JSON.

Exit status 0: answered; 2: the question cannot be answered (no such file, not JSON, nothing written).
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from portal.directory.taxonomy.rules import load
from portal.intake.triage.rules import Suggestion, suggest


@click.command("triage", help="Suggest class, service and limit for a message, with the words that led to them.")
@click.option("--json", "text", metavar="TEXT", help="One message; prints one JSON object.")
@click.option(
    "--jsonl",
    "path",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A file with one object {id, text} a line; prints one object a line, in the same order.",
)
def triage_command(text: str | None, path: Path | None) -> None:
    """One of the two, never both."""
    if (text is None) == (path is None):
        raise click.UsageError("请写 --json 文字，或 --jsonl 文件，二选一。Give either --json TEXT or --jsonl FILE.")
    if text is not None:
        if not text.strip():
            raise click.UsageError(
                "--json 后面是空的，请写发生了什么。The message is empty: write what happened after --json."
            )
        _print(described(suggest(text)))
    elif path is not None:
        for line in list(read_messages(path)):
            _print({"id": line["id"], **described(suggest(line["text"]))})


def described(suggestion: Suggestion) -> dict[str, Any]:
    """A suggestion as the plain data that is printed."""
    minors = load().minors
    return {
        "candidates": [
            {"code": one.code, "name": minors[one.code].name_zh, "score": one.score, "matched": list(one.matched)}
            for one in suggestion.candidates
        ],
        "service": suggestion.service,
        "danger": suggestion.danger,
        "danger_matched": list(suggestion.danger_matched),
        "departments": list(suggestion.departments),
        "limit": suggestion.limit,
    }


def read_messages(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file of messages; UsageError says which line is wrong and how."""
    try:
        lines = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        raise click.UsageError(f"{path} 不是 UTF-8 编码的文本。{path} is not a text file in UTF-8.") from None
    except OSError as error:
        raise click.UsageError(f"读不了 {path}。{path} cannot be read: {error.strerror}.") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _message(line, f"{path} 第 {number} 行", f"Line {number} of {path}")


def _message(line: str, place: str, where: str) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except ValueError:
        raise click.UsageError(f"{place}不是 JSON。{where} is not JSON.") from None
    if not isinstance(message, dict) or "id" not in message or not isinstance(message.get("text"), str):
        raise click.UsageError(f"{place}应是带有 id 和 text 的对象。{where} must be an object with id and text.")
    if not message["text"].strip():
        raise click.UsageError(f"{place}的 text 是空的。{where} has an empty text.")
    return message


def _print(data: dict[str, Any]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False))
