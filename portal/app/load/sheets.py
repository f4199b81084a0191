"""Rows as the two engines take them, column by column: COPY text for PostgreSQL, tuples for SQLite."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, LargeBinary, String, Table

from portal.app.load.making import Row
from portal.kernel.db import Base
from portal.kernel.db.types import Id, Instant

Values = Sequence[Any]
Encoder = Callable[[Values], Values]
NULL = "\\N"
MOMENTS = 30_000
"""More than one batch knows; its rows share them."""
SPECIAL = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
"""What COPY text takes for something else."""


class Sheet(NamedTuple):
    """The rows of one table, ready to be sent: ``body`` is COPY text, or a list of tuples."""

    columns: tuple[str, ...]
    rows: int
    body: Any


def tables() -> list[Table]:
    """All tables, each after those it points to."""
    return list(Base.metadata.sorted_tables)


def written(rows: Mapping[str, Sequence[Row]], *, copy: bool) -> dict[str, Sheet]:
    """The sheets of a batch by table."""
    return {table: _sheet(table, found, copy) for table, found in rows.items()}


def _sheet(table: str, rows: Sequence[Row], copy: bool) -> Sheet:
    names = tuple(rows[0])
    columns = zip(*[row.values() for row in rows], strict=True)
    encoded = [encode(values) for encode, values in zip(_encoders(table, names, copy), columns, strict=True)]
    tuples = zip(*encoded, strict=True)
    body = "\n".join([*map("\t".join, tuples), ""]).encode() if copy else list(tuples)
    return Sheet(names, len(rows), body)


@cache
def _encoders(table: str, names: tuple[str, ...], copy: bool) -> tuple[Encoder, ...]:
    """One for each column; a table that has gained a column nobody fills is told at once."""
    columns = Base.metadata.tables[table].columns
    missing = [one.name for one in columns if not one.nullable and one.name not in names]
    if missing:
        raise KeyError(f"the loader does not fill {table}: {missing}")
    return tuple(_encoder(columns[name], copy) for name in names)


def _encoder(column: Column[Any], copy: bool) -> Encoder:
    for types, in_copy, in_sqlite in ENCODERS:
        if isinstance(column.type, types):
            return in_copy if copy else in_sqlite
    raise TypeError(f"{column} has a type that the loader does not know")


def _each(encode: Callable[[Any], Any], null: str | None) -> Encoder:
    return lambda values: [null if value is None else encode(value) for value in values]


def _as_they_are(values: Values) -> Values:
    return values


def _or_null(values: Values) -> Values:
    return [NULL if value is None else value for value in values] if None in values else values


def _escaped(values: Values) -> Values:
    """Words with one of the special characters in them are rare."""
    safe = _or_null(values)
    if any(mark in "".join(filter(None, values)) for mark in SPECIAL):
        table = str.maketrans(SPECIAL)
        return [NULL if value is None else value.translate(table) for value in values]
    return safe


def _bytea(values: Values) -> Values:
    return [NULL if value is None else "\\\\x" + value.hex() for value in values]


def _truth(values: Values) -> Values:
    return [NULL if value is None else "t" if value else "f" for value in values]


@lru_cache(maxsize=MOMENTS)
def _iso(value: datetime) -> str:
    return value.isoformat()


@lru_cache(maxsize=MOMENTS)
def _in_utc(value: datetime) -> str:
    """As SQLAlchemy keeps it on SQLite: in UTC, without saying so."""
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:26]


ENCODERS: tuple[tuple[Any, Encoder, Encoder], ...] = (
    (Id, _or_null, _each(bytes.fromhex, None)),
    (Instant, _each(_iso, NULL), _each(_in_utc, None)),
    (Date, _each(date.isoformat, NULL), _each(date.isoformat, None)),
    (Boolean, _truth, _as_they_are),
    ((Integer, BigInteger), _each(str, NULL), _as_they_are),
    ((JSON, String), _escaped, _as_they_are),
    (LargeBinary, _bytea, _as_they_are),
)
"""Type of column → how COPY and SQLite take it. ``Id`` is hex and JSON is text already."""
