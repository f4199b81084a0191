"""Whatever is set or typed wrongly: a clear sentence and status 2, nothing made by mistake, no secret repeated."""

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from portal.cli import COMMANDS

Run = Callable[..., Result]


def all_of(result: Result) -> str:
    """Both streams."""
    return f"{result.stdout}{result.stderr}"


@pytest.mark.parametrize("name", ["serve", "worker", "tick", "doctor", "backup", "migrate", "demo", "load", "audit"])
@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("PORT", "http", "a number from 1 to 65535, not 'http'"),
        ("PORT", "70000", "a number from 1 to 65535, not '70000'"),
        ("DATABASE_URL", "oracle://x", "DATABASE_URL starts with"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL starts with"),
        ("DATABASE_URL", "postgresql+psycopg2://geheim@h/x", "DATABASE_URL starts with"),
        ("DATABASE_URL", "postgresql://h/x", "DATABASE_URL starts with"),
        ("DATABASE_URL", "sqlite+aiosqlite:///x", "DATABASE_URL starts with"),
        ("DATABASE_URL", "sqlite://", "DATABASE_URL starts with"),
        ("DATABASE_URL", "sqlite:///:memory:", "DATABASE_URL starts with"),
        ("DATABASE_URL", "postgresql+psycopg://u:geheim@h:notaport/x", "DATABASE_URL starts with"),
        ("REDIS_URL", "redis://:geheim@h:notaport/0", "REDIS_URL starts with"),
        ("REDIS_URL", "redis://", "REDIS_URL starts with"),
        ("ONEDOOR_DATA", "", "ONEDOOR_DATA is empty"),
        ("ONEDOOR_DATA", "  ", "ONEDOOR_DATA is empty"),
        ("ONEDOOR_DATA", __file__, "cannot be used"),
        ("ONEDOOR_DATA", f"{__file__}/data", "cannot be used"),
        ("ONEDOOR_DATA", "x" * 5000, "cannot be used"),
        ("ONEDOOR_BASE_URL", "foo", "ONEDOOR_BASE_URL is the address people type"),
        ("ONEDOOR_BASE_URL", "https://h:x", "ONEDOOR_BASE_URL is the address people type"),
        ("ONEDOOR_SENDER", "somebody", "ONEDOOR_SENDER is one e-mail address"),
        ("ONEDOOR_STAFF_TOTP", "perhaps", "A setting cannot be read"),
        ("ONEDOOR_PROXIES", "2", "A setting cannot be read"),
        ("REDIS_URL", "localhost:6379", "REDIS_URL starts with"),
        ("ONEDOOR_ZONE", "Mars/Olympus", "ONEDOOR_ZONE is a time zone, not 'Mars/Olympus'"),
        ("ONEDOOR_SMTP", "smtp://u:geheim@h:x", "ONEDOOR_SMTP cannot be read"),
    ],
)
def test_a_wrong_setting_is_answered_with_a_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, variable: str, value: str, sentence: str
) -> None:
    monkeypatch.setattr("gevent.monkey.patch_all", lambda: None)
    rest = {"backup": ["elsewhere"], "load": ["--matters", "1"], "audit": ["verify"]}
    result = run(name, *rest.get(name, []), **{"ONEDOOR_DATA": str(tmp_path / "data"), variable: value})
    assert result.exit_code == 2
    assert sentence in all_of(result)
    assert "geheim" not in all_of(result)
    assert "Traceback" not in all_of(result)
    assert list(tmp_path.iterdir()) == [], "a mistake leaves nothing behind"


@pytest.mark.parametrize("name", ["migrate", "doctor"])
def test_a_data_folder_that_cannot_be_made_is_answered_with_a_sentence(run: Run, name: str) -> None:
    elsewhere = "postgresql+psycopg://nobody@127.0.0.1:1/x"
    result = run(name, ONEDOOR_DATA="/proc/onedoor", DATABASE_URL=elsewhere)
    assert result.exit_code == 2
    assert "The data folder /proc/onedoor cannot be used" in all_of(result)


@pytest.mark.parametrize("url", ["postgresql+psycopg://u:geheim@127.0.0.1:1/x", "sqlite:////proc/onedoor/x.sqlite3"])
@pytest.mark.parametrize("name", ["migrate", "tick", "doctor"])
def test_a_database_that_does_not_answer_is_no_traceback(run: Run, tmp_path: Path, name: str, url: str) -> None:
    (tmp_path / "data").mkdir()
    result = run(name, ONEDOOR_DATA=str(tmp_path / "data"), DATABASE_URL=url)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "onedoor migrate" in all_of(result) or "The database does not answer" in all_of(result)
    assert "geheim" not in all_of(result)


WRONG_WORDS = [
    *["serve --port 0", "serve --port x", "serve --port 70000", "serve --host", "serve now"],
    *["worker now", "tick now", "migrate now", "demo now", "doctor now", "doctor --shallow"],
    *["demo-accounts now", "demo-accounts --jsonl", "audit", "audit burn", "audit verify now", "audit verify --deep"],
    *["backup", "backup a b", "backup ''", "backup ' '", "backup {file}"],
    *["restore", "restore a b", "restore nowhere", "upgrade", "upgrade a b"],
    *["load", "load --matters", "load --matters 0", "load --matters -1", "load --matters x", "load --matters 1.5"],
    *["load --matters 9999999", "load --matters 1 --seed x", "load 5"],
    *["triage", "triage --json", "triage --json ''", "triage --json ' '", "triage --jsonl", "triage --jsonl nowhere"],
    *["triage --jsonl {folder}", "triage --jsonl {file}", "triage 漏水", "triage --json a --jsonl b"],
    *["verify", "verify nowhere.pdf", "verify {folder}", "verify {file}", "verify {file} --root nowhere"],
    *["verify {file} --root {file}", "verify {file} --root {folder}"],
    *["bench", "bench dance", "bench pages --sizes x", "bench pages --sizes 5", "bench pages --sizes ,"],
    *["bench pages --rounds 1", "bench pages --rounds x", "bench pages --postgres oracle://x"],
    *["bench triage", "bench triage nowhere", "bench triage {folder}", "bench triage {file}"],
    *["dance", "--dance"],
]


@pytest.mark.parametrize("line", WRONG_WORDS)
def test_a_wrong_word_is_answered_with_a_sentence_and_status_2(run: Run, tmp_path: Path, line: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"\xff\xfe\xff neither JSON nor PDF")
    places = {"{file}": str(tmp_path / "file"), "{folder}": str(tmp_path / "folder")}
    words = [places.get(word, word) for word in shlex.split(line)]
    result = run(*words, ONEDOOR_DATA=str(tmp_path / "data"))
    assert result.exit_code == 2, all_of(result)
    assert isinstance(result.exception, SystemExit), result.exception
    assert all_of(result).strip()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"], "a mistake leaves nothing behind"


def test_every_command_is_among_the_wrong_words() -> None:
    assert {line.split()[0] for line in WRONG_WORDS} >= set(COMMANDS)
