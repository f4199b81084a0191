"""What was typed into a field, as text."""

from wtforms import StringField


def said(field: StringField) -> str:
    """The answer; a field that did not arrive says nothing."""
    return field.data or ""
