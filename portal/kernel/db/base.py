"""The declarative base: constraint names, standard columns, stale-page protection."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from portal.kernel.db.ids import new_id
from portal.kernel.db.types import Id, Instant

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of the house; constraints carry predictable names so that errors can be told apart."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        uuid.UUID: Id(),
        datetime: Instant(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
    }


class Identified:
    """A row known by a UUIDv7, which it has from birth (sealed columns are bound to it)."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", new_id())
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name}")
            setattr(self, name, value)


class Versioned:
    """A row that counts its changes: a page made from an older count is stale and is told so."""

    version: Mapped[int] = mapped_column(Integer, default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """SQLAlchemy adds ``where version = ?`` to each UPDATE."""
        return {"version_id_col": cls.version}
