"""Steps that the revisions share: columns that become sealed, conditions that change, on both databases."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.kernel import crypto
from portal.kernel.db import types
from portal.kernel.keyring import OWN_KEY

Change = Callable[[Any], Any]


def is_sqlite() -> bool:
    """Whether this runs on the embedded engine, which cannot change a column or a condition in place."""
    return op.get_bind().dialect.name == "sqlite"


def add_needed(table: str, name: str, kind: Any, empty: str) -> None:
    """A column that may not be empty, on a table that has rows; ``fill`` it next."""
    if is_sqlite():
        op.execute(f"alter table {table} add column {name} {kind} not null default {empty}")
    else:
        op.execute(f"alter table {table} add column {name} {kind}")


def needed(table: str, name: str) -> None:
    """From now on the column may not be empty (on SQLite it was added so)."""
    if not is_sqlite():
        op.alter_column(table, name, nullable=False)


def fill(table: str, old: sa.Column[Any], new: sa.Column[Any], change: Change, key: str = "id") -> None:
    """Write into each row's ``new`` column what ``change(row)`` makes of ``row.id`` and ``row.old``."""
    there = sa.table(table, sa.column(key, types.Id()), old, new)
    connection = op.get_bind()
    for row in connection.execute(sa.select(there.c[key].label("id"), there.c[old.name].label("old"))).all():
        connection.execute(sa.update(there).where(there.c[key] == row.id).values({new.name: change(row)}))


def seal(table: str, old: str, *, is_json: bool = False, must: bool = False, key: str = "id") -> None:
    """A plain column becomes a sealed one of the purpose 'pii'; what was empty text becomes null."""
    name = f"{old}_sealed"
    add_needed(table, name, _bytes(), "x''") if must else op.add_column(table, sa.Column(name, sa.LargeBinary()))

    def change(row: Any) -> bytes | None:
        text = json.dumps(row.old, ensure_ascii=False) if is_json and row.old is not None else row.old
        return crypto.seal_column("pii", f"{table}.{name}", row.id, text) if text or must else None

    plain = sa.Column(old, sa.JSON() if is_json else sa.String())
    fill(table, plain, sa.Column(name, sa.LargeBinary()), change, key)
    if must:
        needed(table, name)
    op.drop_column(table, old)


def unseal(table: str, old: str, kind: sa.types.TypeEngine[Any], *, is_json: bool = False, key: str = "id") -> None:
    """Back again: the plain column holds the words, empty where there were none."""
    name = f"{old}_sealed"
    op.add_column(table, sa.Column(old, kind, nullable=False, server_default="null" if is_json else ""))

    def change(row: Any) -> Any:
        text = _opened(f"{table}.{name}", row.id, row.old)
        return json.loads(text) if is_json and text else (text or "")

    fill(table, sa.Column(name, sa.LargeBinary()), sa.Column(old, sa.JSON() if is_json else kind), change, key)
    op.drop_column(table, name)


def _opened(column: str, row_id: Any, sealed: bytes | None) -> str:
    return crypto.keyring().open("pii", sealed, f"{column}:{row_id.hex}").decode() if sealed else ""


def forget_papers(kind: str) -> None:
    """Papers of a kind that the former tables do not know, with what was promised of them."""
    op.execute(f"delete from paper_deliveries where paper_id in (select id from papers where kind = '{kind}')")
    op.execute(f"delete from papers where kind = '{kind}'")


def rekey(table: str, columns: Mapping[str, str], key: str = "id") -> None:
    """Each row gets a key of its own, with which its sealed ``columns`` (name → purpose) are sealed anew."""
    op.add_column(table, sa.Column("row_key", sa.LargeBinary(32)))

    def change(row: Any) -> dict[str, Any]:
        row_key = crypto.new_row_key()
        found = {name: _sealed_anew(table, name, purpose, row, row_key) for name, purpose in columns.items()}
        return {"row_key": row_key, **found}

    _change_all(table, columns, key, change)


def unkey(table: str, columns: Mapping[str, str], key: str = "id") -> None:
    """Back again: the purposes' keys alone. What had been destroyed stays so: it is sealed as empty words."""

    def change(row: Any) -> dict[str, Any]:
        return {name: _sealed_anew(table, name, purpose, row, None) for name, purpose in columns.items()}

    _change_all(table, columns, key, change)
    op.drop_column(table, "row_key")


def _sealed_anew(table: str, column: str, purpose: str, row: Any, row_key: bytes | None) -> bytes | None:
    sealed: bytes | None = getattr(row, column)
    if sealed is None:
        return None
    place = f"{table}.{column}:{row.known_by.hex}"
    gone = sealed[:1] == crypto.SHREDDED or (sealed[:1] == OWN_KEY and row.row_key is None)
    plain = b"" if gone else crypto.keyring().open(purpose, sealed, place, row.row_key)
    return crypto.keyring().seal(purpose, plain, place, row_key)


AT_ONCE = 1000
"""Rows that are read and written together: a table may have millions."""


def _change_all(table: str, columns: Iterable[str], key: str, change: Callable[[Any], dict[str, Any]]) -> None:
    """Write into each row what ``change(row)`` answers, in the order of the primary key."""
    connection = op.get_bind()
    kinds = {row["name"]: row["type"] for row in sa.inspect(connection).get_columns(table)}
    names = sa.inspect(connection).get_pk_constraint(table)["constrained_columns"]
    there = sa.table(table, *(sa.column(name, kinds[name]) for name in dict.fromkeys([*names, *columns, "row_key"])))
    primary = [there.c[name] for name in names]
    known_by = sa.type_coerce(sa.column(key, kinds[key]), types.Id()).label("known_by")
    rows = sa.select(*there.c, known_by).order_by(*primary).limit(AT_ONCE)
    mine = sa.and_(*(column == sa.bindparam(f"at_{column.name}") for column in primary))
    after: Any = sa.true()
    while found := connection.execute(rows.where(after)).all():
        changes = [{f"at_{name}": getattr(row, name) for name in names} | change(row) for row in found]
        new: dict[str, Any] = {name: sa.bindparam(name) for name in changes[0] if not name.startswith("at_")}
        connection.execute(sa.update(there).where(mine).values(new), changes)
        last = [sa.literal(getattr(found[-1], column.name), column.type) for column in primary]
        after = sa.tuple_(*primary) > sa.tuple_(*last)


def _bytes() -> str:
    return "blob" if is_sqlite() else "bytea"


def remake(
    table: str,
    *,
    add: Sequence[sa.Column[Any]] = (),
    drop: Sequence[str] = (),
    references: Mapping[str, str] = MappingProxyType({}),
    conditions: Mapping[str, str | None] = MappingProxyType({}),
) -> None:
    """Columns, references (column → table) and conditions (CHECK, by full name; None drops one) of a table with rows.

    SQLite makes the table anew; ``portal/migrations/env.py`` sees to the references to it.
    """
    there = {row["name"] for row in sa.inspect(op.get_bind()).get_check_constraints(table)}
    with op.batch_alter_table(table, recreate="always" if is_sqlite() else "never") as batch:
        for column in add:
            batch.add_column(column)
        for name, target in references.items():
            batch.create_foreign_key(op.f(f"fk_{table}_{name}"), target, [name], ["id"])
        for name, words in conditions.items():
            if name in there:
                batch.drop_constraint(op.f(name), type_="check")
            if words is not None:
                batch.create_check_constraint(op.f(name), sa.text(words))
        for name in drop:
            batch.drop_column(name)
