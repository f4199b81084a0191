"""Fields that arrive clean: trimmed text, options by table."""

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField, SelectField, StringField

from portal.kernel.forms.checks import clean


class TextField(StringField):
    """One line of text, trimmed, full-width spaces and control characters removed."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        filters = (*kwargs.pop("filters", ()), clean)
        super().__init__(label, validators, filters=filters, **kwargs)


class OptionsField(RadioField):
    """A question with few answers, each a (value, words) pair; nothing is chosen beforehand."""

    def __init__(self, label: Any, options: Iterable[tuple[str, Any]], validators: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("validate_choice", True)
        super().__init__(label, validators, choices=list(options), **kwargs)


__all__ = ["OptionsField", "SelectField", "TextField"]
