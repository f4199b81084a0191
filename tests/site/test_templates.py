"""Every template loads, is used, and none names a foreign host."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from flask import Flask

from portal.intake.filing.forms import FORMS

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


STEPS = {f"intake/filing/{name}.html" for name in FORMS}
"""Pages that a view names by the step they are for."""


def unused(names: Iterable[str]) -> list[str]:
    """Templates that no module, no other template and no step of the filing names."""
    text = mentions()
    return [name for name in names if f'"{name}"' not in text and f"'{name}'" not in text and name not in STEPS]


def test_every_template_is_used() -> None:
    assert unused(TEMPLATES) == []
    assert set(TEMPLATES) >= STEPS


def test_a_template_that_nobody_names_is_found() -> None:
    assert unused(["intake/filing/nobody.html"]) == ["intake/filing/nobody.html"]


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_foreign_host_and_no_inline_code(name: str) -> None:
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', text)
    assert not re.search(r"<[a-z][^>{]*\s(on(?!ce)[a-z]+|style)=|<style(?![^>]*nonce)|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "|safe" not in text or name == "components/icons.html"  # its drawings are constants of the file
