"""R-07: people's mediation costs nothing, so there is nowhere to enter a price (人民调解法 art.4)."""

import re

from flask import Flask
from wtforms import Form as AnyForm

from portal.kernel.db import Base

PRICE = re.compile(r"(^|_)(fee|fees|price|charge|charges|tariff|payment_to_committee)(_|$)")


def test_r07_no_table_has_a_column_for_a_fee(app: Flask) -> None:
    assert app
    columns = [f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns]
    assert len(columns) > 300
    assert not [name for name in columns if PRICE.search(name.split(".")[1])]


def subclasses(form: type) -> set[type]:
    """All forms of the house."""
    return {form, *(one for child in form.__subclasses__() for one in subclasses(child))}


def test_r07_no_form_asks_for_a_fee(app: Flask) -> None:
    assert app
    forms = [
        form
        for form in subclasses(AnyForm)
        if form.__module__.split(".")[0] in ("portal", "mediation", "legal", "counseling")
    ]
    assert len(forms) > 30
    names = [f"{form.__name__}.{name}" for form in forms for name in dir(form) if PRICE.search(name)]
    assert not names
