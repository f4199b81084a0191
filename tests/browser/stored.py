"""Every Chinese text that people have written into a house: names, stories, papers; the interface is not among them."""

import re
from typing import Any

from sqlalchemy import select

from portal.kernel.crypto import SealedText
from portal.kernel.db import Base
from tests.browser.house import House

HANZI = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
IN_TWO_LANGUAGES = ("_zh",)
"""Columns that stand beside an English one: on an English page the English one is meant."""


def written_by_people(house: House) -> set[str]:
    """The runs of hanzi in all rows, sealed columns opened."""
    found: set[str] = set()
    with house.reading() as db:
        for mapper in Base.registry.mappers:
            for row in db.scalars(select(mapper.class_)):
                for text in _texts(row, mapper.class_):
                    found.update(HANZI.findall(text))
    return found


def _texts(row: Any, kind: type) -> list[str]:
    names = [column.key for column in row.__mapper__.column_attrs if not column.key.endswith(IN_TWO_LANGUAGES)]
    names += [name for base in kind.__mro__ for name, value in vars(base).items() if isinstance(value, SealedText)]
    return [str(value) for name in names if (value := getattr(row, name)) is not None and not isinstance(value, bytes)]
