"""``onedoor triage`` answers in JSON, keeps the order, and says clearly what is wrong; the bench counts rightly."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from portal.cli.bench_triage import bench_triage
from portal.cli.triage import triage_command

KEYS = ["candidates", "service", "danger", "danger_matched", "departments", "limit"]


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(triage_command, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_one_message() -> None:
    code, out, err = run("--json", "房东不退押金")
    answer = json.loads(out)
    assert (code, err, list(answer)) == (0, "", KEYS)
    best = answer["candidates"][0]
    assert list(best) == ["code", "name", "score", "matched"]
    assert (best["code"], best["name"]) == ("0305", "房屋租赁")
    assert (answer["service"], answer["danger"], answer["danger_matched"]) == ("M", False, [])
    assert (answer["departments"], answer["limit"]) == (["社区", "住建局"], "30d")


def test_chinese_is_printed_as_it_is() -> None:
    assert "房屋租赁" in run("--json", "房东不退押金")[1]


def test_a_file_keeps_its_order_and_its_ids(tmp_path: Path) -> None:
    path = tmp_path / "messages.jsonl"
    texts = {"b": "欠钱不还，有借条", "a": "楼上漏水", "7": "同归于尽"}
    path.write_text("".join(json.dumps({"id": key, "text": text}) + "\n\n" for key, text in texts.items()))
    code, out, _ = run("--jsonl", str(path))
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [answer["id"] for answer in answers] == ["b", "a", "7"]
    assert [answer["danger"] for answer in answers] == [False, False, True]
    assert list(answers[0]) == ["id", *KEYS]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"id": 1, "text": "漏水"}\n{oops\n', "Line 2 of"),
        ('{"id": 1}\n', "must be an object with id and text"),
        ('{"text": "漏水"}\n', "must be an object with id and text"),
        ('["漏水"]\n', "must be an object with id and text"),
        ('{"id": 1, "text": 5}\n', "must be an object with id and text"),
        ('{"id": 1, "text": "  "}\n', "empty text"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_printed(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text(content, encoding="utf-8")
    code, out, err = run("--jsonl", str(path))
    assert (code, out) == (2, "")
    assert sentence in err


def test_other_wrong_values(tmp_path: Path) -> None:
    binary = tmp_path / "picture.png"
    binary.write_bytes(b"\x89PNG\xff\xfe")
    for arguments, sentence in [
        (["--jsonl", str(tmp_path / "none.jsonl")], "cannot be read"),
        (["--jsonl", str(tmp_path)], "cannot be read"),
        (["--jsonl", str(binary)], "not a text file"),
        (["--json", " "], "The message is empty"),
        ([], "Give either"),
        (["--json", "漏水", "--jsonl", str(binary)], "Give either"),
    ]:
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert sentence in err


def test_it_starts_without_the_web_and_the_database() -> None:
    program = "import sys, portal.cli.triage, portal.cli.bench_triage; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"flask", "sqlalchemy", "portal.app"} & set(loaded)


def test_the_bench_counts_what_it_says(tmp_path: Path) -> None:
    labelled = [
        {"id": 1, "text": "房东不退押金", "accepted": ["0305"], "service": ["M"], "danger": False},
        {"id": 2, "text": "楼上漏水泡了我家墙", "accepted": ["0201"], "service": ["L"], "danger": False},
        {"id": 3, "text": "他说要砍死我全家", "accepted": ["1208"], "service": [], "danger": True},
        {"id": 4, "text": "物业费太贵，电梯坏了没人修", "accepted": ["1201"], "service": [], "danger": True},
    ]
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in labelled), encoding="utf-8")
    figures = bench_triage(path)
    assert figures.pop("ms_per_message") > 0
    assert figures == {
        "first": 0.5,
        "top_three": 0.5,
        "major": 0.75,
        "service": 0.5,
        "danger_recall": 0.5,
        "danger_precision": 1.0,
        "messages": 4,
    }


def test_the_bench_reads_what_the_command_reads(tmp_path: Path) -> None:
    """A mark at the beginning, blank lines, ends of lines of other systems, and signs that only look like ends."""
    line = {"id": 1, "text": "楼上漏水\u2028泡了\u0085我家墙", "accepted": ["0201"], "service": "M", "danger": False}
    path = tmp_path / "labelled.jsonl"
    words = json.dumps(line, ensure_ascii=False)
    path.write_bytes(f"\ufeff{words}\r\n\r\n{words}".encode())
    assert bench_triage(path)["messages"] == 2


@pytest.mark.parametrize(
    "labels",
    [
        {},
        {"accepted": "0201", "danger": False},
        {"accepted": [["0201"]], "danger": False},
        {"accepted": [201], "danger": False},
        {"accepted": ["0201"], "danger": 0},
        {"accepted": ["0201"], "danger": False, "service": 5},
        {"accepted": ["0201"], "danger": False, "service": [["M"]]},
    ],
)
def test_the_bench_wants_labels(tmp_path: Path, labels: dict[str, object]) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text(json.dumps({"id": 1, "text": "漏水", **labels}), encoding="utf-8")
    with pytest.raises(click.UsageError, match="not labelled"):
        bench_triage(path)


def test_an_empty_bench_divides_by_nothing(tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("", encoding="utf-8")
    assert set(bench_triage(path).values()) == {None, 0}
