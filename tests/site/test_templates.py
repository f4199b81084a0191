"""Every template loads, is used, and none names a foreign host."""

import re
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = sorted(str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html"))
PACKAGES = ("portal", "mediation", "legal", "counseling")


def test_all_load(app: Flask) -> None:
    for name in TEMPLATES:
        assert app.jinja_env.get_template(name), name


def mentions() -> str:
    """All text in which a template can be named."""
    places = [path for name in PACKAGES for path in (ROOT / name).rglob("*.py")]
    places += [ROOT / "templates" / name for name in TEMPLATES]
    return "\n".join(path.read_text(encoding="utf-8") for path in places)


def test_every_template_is_used() -> None:
    text = mentions()
    steps = re.search(r'render\(f"intake/filing/\{name\}\.html"', text)
    unused = [name for name in TEMPLATES if f'"{name}"' not in text and f"'{name}'" not in text]
    if steps:
        unused = [name for name in unused if not name.startswith("intake/filing/")]
    assert not unused


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_foreign_host_and_no_inline_code(name: str) -> None:
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', text)
    assert not re.search(r"<[a-z][^>{]*\s(on(?!ce)[a-z]+|style)=|<style(?![^>]*nonce)|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "|safe" not in text or name == "components/icons.html"  # its drawings are constants of the file
