"""What the READMEs and docs tell is there: commands, settings, accounts, addresses, files, tests, pictures, links."""

import ast
import re
from functools import cache
from pathlib import Path

import click
import pytest
from flask import Flask

from portal.app.demo import staff
from portal.cli import COMMANDS, Lazy

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")
DOCS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))
PAGES = (*READMES, *DOCS)
SCRIPTS = ("run", "test")
SETTINGS_READ_BY = ("portal/kernel/settings.py", "portal/app/__init__.py", "run")
PICTURE_MAX = 120 * 1024
SIGNATURES = {".png": b"\x89PNG\r\n\x1a\n", ".webp": b"RIFF"}

CODE = re.compile(r"```.*?\n(.*?)```|`([^`\n]+)`", re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
ONEDOOR = re.compile(r"(?<![\w/.-])(?:\.venv/bin/)?onedoor((?: (?:[a-z][a-z-]*(?![\w/.:])|--[a-z-]+))+)")
SCRIPT = re.compile(r"(?<![\w/.])\./(\w+)((?: --[a-z-]+)*)")
SETTING = re.compile(r"\b(?:ONEDOOR_[A-Z_]+|[A-Z]+_URL|PORT)\b")
PLACE = re.compile(r"(?<![\w/.:-])(?:portal|mediation|tests|templates|static|docs|requirements|\.ci)/[\w./-]*[\w/]")
TEST = re.compile(r"(?<![\w.])test_\w+\b(?!\.py)")
ADDRESS = re.compile(r"/(?!(?:etc|opt|srv|var)/)(?:[a-z0-9<>:_-]+/?)*")
"""Of the house, not folders of the machine."""


@cache
def text(document: str) -> str:
    """One page of the documentation."""
    return (ROOT / document).read_text("utf-8")


def code(document: str) -> str:
    """Everything in it that is set as code, one piece a line."""
    return "\n".join(block or inline for block, inline in CODE.findall(text(document)))


def commands(document: str) -> set[str]:
    """The ``onedoor`` commands it names, words and options as they stand."""
    return {match.group(1).strip() for match in ONEDOOR.finditer(code(document))}


def scripts(document: str) -> set[str]:
    """The scripts it has its reader start."""
    return {match.group(0) for match in SCRIPT.finditer(code(document))}


def settings_named(document: str) -> set[str]:
    """The settings it names."""
    return set(SETTING.findall(text(document)))


def links(document: str) -> set[str]:
    """Where its links and pictures lead, those to other sites left out."""
    found = {one or other for one, other in LINK.findall(text(document))}
    return {link for link in found if not re.match(r"https?:|mailto:", link)}


def anchors(document: Path) -> set[str]:
    """The headings of a document as links name them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@cache
def all_tests() -> frozenset[str]:
    """Every test there is, by its function's name."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "tests").rglob("test_*.py")]
    nodes = [node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return frozenset(name for name in nodes if name.startswith("test_"))


def command_of(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that the first words name, and what is left of them."""
    context = click.Context(Lazy(name="onedoor"))
    command: click.Command | None = context.command
    rest = list(words)
    while rest and isinstance(command, click.Group) and not rest[0].startswith("--"):
        command = command.get_command(context, rest.pop(0))
    assert command is not None, words
    return command, rest


@pytest.mark.parametrize("document", PAGES)
def test_every_command_exists_with_its_options(document: str) -> None:
    for line in commands(document):
        command, rest = command_of(line.split())
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert set(rest) <= known, f"{document}: onedoor {line}"


@pytest.mark.parametrize("document", READMES)
def test_no_command_is_left_untold(document: str) -> None:
    assert {line.split()[0] for line in commands(document)} >= set(COMMANDS)


@pytest.mark.parametrize("document", PAGES)
def test_every_script_knows_its_arguments(document: str) -> None:
    for line in scripts(document):
        name, *arguments = line.removeprefix("./").split()
        assert name in SCRIPTS, f"{document}: {line}"
        known = set(re.findall(r"--[a-z]+", text(name)))
        assert set(arguments) <= known, f"{document}: {line}"


def test_both_scripts_are_shown() -> None:
    assert all({"./run", "./test"} <= scripts(document) for document in READMES)


@pytest.mark.parametrize("document", READMES)
def test_all_settings_are_told_and_no_other(document: str) -> None:
    read = {name for file in SETTINGS_READ_BY for name in SETTING.findall(text(file))}
    assert settings_named(document) == read


def test_both_languages_name_the_same_things() -> None:
    english, chinese = READMES
    assert commands(english) == commands(chinese)
    assert scripts(english) == scripts(chinese)
    shared = links(english) - {chinese}
    assert shared == links(chinese) - {english}
    for shape in (r"^## ", r"^### ", r"^\| ", r"^- "):
        counts = [len(re.findall(shape, text(document), re.MULTILINE)) for document in READMES]
        assert counts[0] == counts[1], shape


@pytest.mark.parametrize("document", READMES)
def test_the_accounts_to_try_are_those_of_the_demonstration(document: str) -> None:
    named = set(re.findall(r"^\|[^|]*\| `([a-z0-9]+)` \|", text(document), re.MULTILINE))
    assert named
    assert named <= {one.login for one in staff.STAFF}
    assert f"`{staff.PASSWORD}`" in text(document)


@pytest.mark.parametrize("document", PAGES)
def test_every_link_leads_somewhere(document: str) -> None:
    for link in links(document):
        path, _, anchor = link.partition("#")
        target = (ROOT / document).parent / path if path else ROOT / document
        assert target.exists(), f"{document}: {link}"
        assert not anchor or anchor in anchors(target), f"{document}: {link}"


@pytest.mark.parametrize("document", PAGES)
def test_every_file_and_test_named_exists(document: str) -> None:
    words = code(document)
    assert [place for place in PLACE.findall(words) if not (ROOT / place).exists()] == []
    assert [name for name in TEST.findall(words) if name not in all_tests()] == []


@pytest.mark.parametrize("document", PAGES)
def test_every_address_named_exists(document: str, app: Flask) -> None:
    rules = {re.sub(r"<[^>]+>", "<>", rule.rule) for rule in app.url_map.iter_rules()}
    named = {word for word in code(document).split() if ADDRESS.fullmatch(word)}
    assert sorted(word for word in named if re.sub(r"<[^>]+>", "<>", word) not in rules) == []


def test_pictures_are_small_real_and_shown() -> None:
    pictures = sorted((ROOT / "docs/img").iterdir())
    assert pictures
    shown = {((ROOT / document).parent / link).resolve() for document in PAGES for link in links(document)}
    for picture in pictures:
        assert picture.read_bytes().startswith(SIGNATURES[picture.suffix]), picture.name
        assert picture.stat().st_size <= PICTURE_MAX, picture.name
        assert picture.resolve() in shown, picture.name


def test_decisions_are_numbered_once_and_say_context_choice_consequence() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    numbers = [path.name[:3] for path in decisions]
    assert len(numbers) == len(set(numbers))
    for path in decisions:
        words = path.read_text("utf-8")
        assert re.match(rf"# {path.name[:3]} · \S", words), path.name
        assert all(f"**{part}" in words for part in ("Context", "Choice", "Consequence")), path.name


@pytest.mark.parametrize("document", READMES)
def test_a_readme_can_be_read_in_one_go(document: str) -> None:
    assert text(document).count("\n") <= 260
