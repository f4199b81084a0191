"""``onedoor verify``: exit status and words for genuine, changed, unknown and unreadable files."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from portal.cli.verify import Lookup, Registration, verify, verify_command
from portal.kernel import clock
from portal.kernel.seal.finding import Verification
from tests.portal.kernel.sealing import LATER, another_authority, authority, frozen_paper, small_paper


@pytest.fixture
def root(tmp_path: Path) -> str:
    path = tmp_path / "root.crt"
    path.write_bytes(authority().pem)
    return str(path)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.pdf"
    path.write_bytes(small_paper())
    return path


def run(command: click.Command, *arguments: str | Path) -> Result:
    with clock.held(LATER):
        return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_a_genuine_paper(paper: Path, root: str) -> None:
    result = run(verify, paper, "--root", root)
    assert result.exit_code == 0
    assert result.output.startswith("真实 GENUINE")
    assert "王party-1" in result.output
    assert "完好 intact" in result.output


def test_a_changed_paper(paper: Path, root: str) -> None:
    changed = bytearray(small_paper())
    changed[5000] ^= 1
    paper.write_bytes(changed)
    result = run(verify, paper, "--root", root)
    assert result.exit_code == 1
    assert result.output.startswith("不真实 NOT GENUINE")


def test_a_strange_issuer_and_an_unsigned_paper(paper: Path, root: str, tmp_path: Path) -> None:
    other = tmp_path / "other.der"
    other.write_bytes(another_authority().certificate)
    result = run(verify, paper, "--root", str(other))
    assert (result.exit_code, "issuer not trusted" in result.output) == (1, True)
    paper.write_bytes(frozen_paper())
    result = run(verify, paper, "--root", root)
    assert (result.exit_code, "missing signatures: party-1" in result.output) == (1, True)


def test_what_cannot_be_answered(paper: Path, root: str, tmp_path: Path) -> None:
    text = tmp_path / "text.pdf"
    text.write_text("no paper")
    for arguments in ([paper], [text, "--root", root], [paper, "--root", text], [tmp_path / "none.pdf"], [tmp_path]):
        assert run(verify, *arguments).exit_code == 2, arguments


def centre(registration: Registration | None) -> click.Command:
    def roots() -> Sequence[bytes]:
        return [authority().certificate]

    def lookup(found: Verification) -> Registration | None:
        assert found.frozen_sha256
        return registration

    register: Lookup = lookup
    return verify_command(roots=roots, lookup=register)


def digest() -> str:
    return hashlib.sha256(small_paper()).hexdigest()


@pytest.mark.parametrize(
    ("sha256", "superseded", "status", "word"),
    [(None, False, 0, "in force"), (None, True, 0, "superseded"), ("00" * 32, False, 1, "differs")],
)
def test_the_register_is_asked(paper: Path, sha256: str | None, superseded: bool, status: int, word: str) -> None:
    result = run(centre(Registration(sha256 or digest(), "（2026）乌达人调字第12号", 3, superseded)), paper)
    assert result.exit_code == status
    assert word in result.output


@pytest.mark.parametrize("superseded", [False, True])
def test_the_text_before_signing_is_neither_genuine_nor_a_forgery(tmp_path: Path, superseded: bool) -> None:
    """As on the page for everybody: the words are those of the register, and nobody has signed them."""
    file = tmp_path / "text.pdf"
    file.write_bytes(frozen_paper())
    words = hashlib.sha256(frozen_paper()).hexdigest()
    known = Registration(digest(), "（2026）乌达人调字第12号", 3, superseded, words)
    result = run(centre(known), file)
    assert result.exit_code == 3
    assert result.output.startswith("签署之前的定稿文本")
    assert "TEXT BEFORE SIGNING" in result.output
    assert "differs" not in result.output
    assert ("superseded" in result.output) is superseded
    answer = json.loads(run(centre(known), file, "--json").output)
    assert (answer["genuine"], answer["before_signing"]) == (False, True)


def test_unsigned_words_that_the_register_does_not_know_are_not_genuine(tmp_path: Path) -> None:
    file = tmp_path / "text.pdf"
    file.write_bytes(frozen_paper())
    assert run(centre(None), file).exit_code == 1
    assert run(centre(Registration(digest(), "（2026）乌达人调字第12号", 3, False, "00" * 32)), file).exit_code == 1


def test_a_paper_that_the_register_does_not_know_stands_by_its_signatures(paper: Path) -> None:
    result = run(centre(None), paper)
    assert result.exit_code == 0
    assert "not known here" in result.output


def test_json_for_machines(paper: Path, root: str) -> None:
    answer = json.loads(run(verify, paper, "--root", root, "--json").output)
    assert answer["genuine"] is True
    assert answer["sha256"] == digest()
    assert [signature["field"] for signature in answer["signatures"]] == ["party-1", "committee"]
