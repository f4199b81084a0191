"""Fields with choices take plain pairs and hand WTForms what it wants, without its complaints."""

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from wtforms import Form

from portal.kernel.forms import BoxesField, OptionsField, SelectField
from portal.kernel.forms.fields import as_choices

PAIRS = (("a", "甲"), ("b", "乙"))
GROUPS = {"一": [("a", "甲")], "二": [("b", "乙")]}
KINDS: dict[str, Callable[[Any], Any]] = {
    "select": lambda given: SelectField("问", choices=given),
    "options": lambda given: OptionsField("问", given),
    "boxes": lambda given: BoxesField("问", choices=given),
}


def made(field: Any, data: Any = None) -> Any:
    return type("Asked", (Form,), {"one": field})(data={"one": data})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "given", [PAIRS, list(PAIRS), dict(PAIRS).items(), GROUPS], ids=["tuple", "list", "items", "groups"]
)
def test_pairs_become_choices_without_a_warning(app: Flask, kind: str, given: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        form = made(KINDS[kind](given), ["b"] if kind == "boxes" else "b")
        assert [(one.value, one.label, one.selected) for one in form.one.iter_choices()] == [
            ("a", "甲", False), ("b", "乙", True),
        ]  # fmt: skip
        form.one.choices = [("c", "丙")]
        assert [one.value for one in form.one.choices] == ["c"]
        assert "丙" in str(form.one())


def test_headings_stay(app: Flask) -> None:
    form = made(SelectField("问", choices=GROUPS))
    assert [head for head, _options in form.one.iter_groups()] == ["一", "二"]


def test_nothing_to_choose_from_yet() -> None:
    assert as_choices(None) is None
    assert as_choices(()) == []
