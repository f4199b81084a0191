"""Fields that arrive clean: trimmed text, options by table."""

from collections.abc import Iterable, Mapping
from typing import Any

import wtforms
from wtforms import StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.widgets import CheckboxInput, ListWidget

from portal.kernel.forms.checks import clean

Pairs = Iterable[tuple[str, Any]]
"""What may be chosen: each value with its words."""


class TextField(StringField):
    """One line of text, trimmed, full-width spaces and control characters removed."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        filters = (*kwargs.pop("filters", ()), clean)
        super().__init__(label, validators, filters=filters, **kwargs)


def as_choices(options: Pairs | Mapping[str, Pairs] | None) -> list[Any] | None:
    """Pairs, or pairs under headings, in the one shape that WTForms keeps."""
    if options is None:
        return None
    if isinstance(options, Mapping):
        return [SelectChoice(value, words, optgroup=head) for head, group in options.items() for value, words in group]
    return [one if isinstance(one, SelectChoice) else SelectChoice(*one) for one in options]


class _FromTable:
    """Takes its choices as pairs, when it is made and later."""

    def __init__(self, *args: Any, choices: Any = None, **kwargs: Any) -> None:
        given: dict[str, Any] = {"choices": as_choices(choices), **kwargs}
        super().__init__(*args, **given)

    @property
    def choices(self) -> Any:
        """As WTForms keeps them."""
        return super().choices  # type: ignore[misc]

    @choices.setter
    def choices(self, options: Any) -> None:
        as_wtforms_keeps_them: Any = wtforms.SelectField.choices
        as_wtforms_keeps_them.fset(self, as_choices(options))


class SelectField(_FromTable, wtforms.SelectField):
    """One of many, in a list that opens."""


class OptionsField(_FromTable, wtforms.RadioField):
    """A question with few answers; nothing is chosen beforehand."""

    def __init__(self, label: Any, options: Pairs, validators: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("validate_choice", True)
        super().__init__(label, validators, choices=options, **kwargs)


class BoxesField(_FromTable, wtforms.SelectMultipleField):
    """Several answers to one question, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
