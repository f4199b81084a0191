"""Every sentence of the interface stands in every language, with the same values to fill in, and none is left over."""

import re
from pathlib import Path

from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("portal", "mediation", "legal", "counseling")
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy": None, "ngettext": (1, 2)}
SLOT = re.compile(r"%\((\w+)\)s|%%|%")


def used() -> dict[str, str]:
    """msgid → a place where it is used."""
    found: dict[str, str] = {}
    sources = [("python", path) for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py"))]
    sources += [("jinja2.ext:babel_extract", path) for path in sorted((ROOT / "templates").rglob("*.html"))]
    for method, path in sources:
        if "documents" in path.parts and method != "python":
            continue  # official papers are Chinese by law of their form
        options = {"trimmed": "false", "encoding": "utf-8"}
        for line, message, *_rest in extract_from_file(method, path, keywords=KEYWORDS, options=options):
            for text in message if isinstance(message, tuple) else (message,):
                if text:
                    found.setdefault(text, f"{path.relative_to(ROOT)}:{line}")
    return found


def catalogue() -> dict[str, tuple[str, str]]:
    """msgid → (English, file); a msgid may stand in several files only with the same English."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted((ROOT / "portal/translations/en").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    english = str(message.string)
                    known = found.setdefault(str(message.id), (english, path.name))
                    assert known[0] == english, f"{message.id!r} is translated in two ways: {known[1]}, {path.name}"
    return found


def test_every_sentence_has_english() -> None:
    known = catalogue()
    missing = [f"{place}: {text}" for text, place in used().items() if text not in known or not known[text][0]]
    assert not missing, "\n".join(missing)


def test_no_translation_is_left_over() -> None:
    texts = used()
    left = [f"{name}: {text}" for text, (_english, name) in catalogue().items() if text not in texts]
    assert not left, "\n".join(left)


def test_same_values() -> None:
    pairs = [(text, english) for text, (english, _file) in catalogue().items()]
    wrong = [text for text, english in pairs if sorted(SLOT.findall(text)) != sorted(SLOT.findall(english))]
    assert not wrong, "\n".join(wrong)


def test_no_chinese_left_in_english() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    left = [english for english, _ in catalogue().values() if chinese.search(english) and "中文" not in english]
    assert not left, "\n".join(left)


def test_no_literal_sentences_in_templates() -> None:
    """Chinese in a template stands inside _("…"), pick(…) or a comment."""
    chinese = re.compile(r"[\u4e00-\u9fff]")
    bad = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if "documents" in path.parts:
            continue
        text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.S)
        text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text, flags=re.S)
        bad += [f"{path.relative_to(ROOT)}: {line.strip()}" for line in text.splitlines() if chinese.search(line)]
    assert not bad, "\n".join(bad)
