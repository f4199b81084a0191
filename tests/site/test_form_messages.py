"""What the form library says by itself is said in our words, in both languages."""

import pytest
from flask import Flask
from wtforms import DateField, IntegerField, StringField
from wtforms.validators import DataRequired, Length

from portal.kernel import i18n
from portal.kernel.forms import Form, OptionsField

POSTED = {"long": "字" * 9, "short": "字", "exact": "字", "between": "字", "choice": "z", "number": "x", "day": "x"}


class Everything(Form):
    """One field for each thing the library complains of by itself."""

    long = StringField("一", [Length(max=8)])
    short = StringField("二", [Length(min=3)])
    exact = StringField("三", [Length(min=3, max=3)])
    between = StringField("四", [Length(min=3, max=8)])
    needed = StringField("五", [DataRequired()])
    choice = OptionsField("六", [("a", "甲")])
    number = IntegerField("七")
    day = DateField("八")


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_no_message_speaks_of_fields_and_characters(app: Flask, locale: str) -> None:
    with app.test_request_context(method="POST", data=POSTED):
        i18n.current.set(locale)
        form = Everything()
        assert not form.validate()
        said = {name: " ".join(str(one) for one in errors) for name, errors in form.errors.items()}
    assert set(said) == {*POSTED, "needed"}
    assert not [text for text in said.values() if "字段" in text or "Field" in text or "%(" in text]
    assert "8" in said["long"]
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in text) is (locale == "zh") for text in said.values())
