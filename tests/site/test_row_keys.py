"""Every row with sealed columns has a key of its own; rows of before are given one, and back again."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from portal.app.features import FEATURES
from portal.kernel.crypto import SHREDDED, SealedRow, install, keyring, seal_column, sealed_columns
from portal.kernel.db import Base, new_id, types
from portal.kernel.keyring import OWN_KEY, PLAIN_KEY, Keyring
from portal.migrations import steps


def models() -> list[type]:
    assert FEATURES
    return [mapper.class_ for mapper in Base.registry.mappers]


def test_no_model_with_a_sealed_column_is_without_a_key_of_its_own() -> None:
    sealed = [model for model in models() if sealed_columns(model)]
    assert len(sealed) > 30
    assert [model.__name__ for model in sealed if not issubclass(model, SealedRow)] == []
    assert [model.__name__ for model in models() if issubclass(model, SealedRow) and not sealed_columns(model)] == []


def test_a_column_that_says_it_is_sealed_is() -> None:
    """All but the keys of files, which are no words; nobody writes bytes into a sealed column past its attribute."""
    named = {
        f"{model.__name__}.{column.name}"
        for model in models()
        for column in sa.inspect(model).local_table.c
        if column.name.endswith("_sealed") and column.name not in sealed_columns(model)
    }
    assert named == {"StoredFile.key_sealed"}
    written = re.compile(r"\.(?!key_)\w+_sealed\s*=(?!=)")
    sources = [path for part in ("portal", "mediation", "legal", "counseling") for path in Path(part).rglob("*.py")]
    assert [str(path) for path in sources if written.search(path.read_text())] == []


LINES = sa.Table(
    "lines", sa.MetaData(),
    sa.Column("room", types.Id(), primary_key=True),
    sa.Column("seq", sa.Integer(), primary_key=True),
    sa.Column("id", types.Id()),
    sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
    sa.Column("secret_sealed", sa.LargeBinary()),
)  # fmt: skip
COLUMNS = {"body_sealed": "pii", "secret_sealed": "codes"}
MANY = 2 * steps.AT_ONCE + 1


@pytest.fixture
def connection(engine: str, empty_url: str, tmp_path: Path) -> Iterator[sa.Connection]:
    """A table as it was before rows had keys, known by another column than its primary key, with more rows than are
    changed at once; ``steps`` work on it."""
    assert engine
    install(Keyring(tmp_path / "keys"))
    database = sa.create_engine(empty_url)
    with database.connect() as connection:
        LINES.create(connection)
        connection.execute(sa.insert(LINES), [_line(seq) for seq in range(MANY)])
        with Operations.context(MigrationContext.configure(connection)):
            yield connection
        connection.rollback()
    database.dispose()


def _line(seq: int) -> dict[str, Any]:
    row = new_id()
    return {
        "room": new_id(), "seq": seq, "id": row,
        "body_sealed": seal_column("pii", "lines.body_sealed", row, f"第{seq}句"),
        "secret_sealed": seal_column("codes", "lines.secret_sealed", row, "暗语") if seq % 2 else None,
    }  # fmt: skip


def now_there(connection: sa.Connection) -> Any:
    names = {column["name"] for column in sa.inspect(connection).get_columns("lines")}
    keys = [sa.column("row_key", sa.LargeBinary())] if "row_key" in names else [sa.null().label("row_key")]
    return connection.execute(sa.select(*LINES.c, *keys).select_from(LINES).order_by(LINES.c.seq)).all()


def opened(row: Any, column: str = "body_sealed") -> str:
    return keyring().open(COLUMNS[column], getattr(row, column), f"lines.{column}:{row.id.hex}", row.row_key).decode()


@pytest.mark.both_engines
def test_rows_of_before_are_given_keys_and_still_say_the_same(connection: sa.Connection) -> None:
    steps.rekey("lines", COLUMNS)
    rows = now_there(connection)
    assert len({row.row_key for row in rows}) == MANY
    assert {row.body_sealed[:1] for row in rows} == {OWN_KEY}
    assert [opened(row) for row in rows] == [f"第{seq}句" for seq in range(MANY)]
    assert [row.secret_sealed and opened(row, "secret_sealed") for row in rows[:2]] == [None, "暗语"]
    with pytest.raises(ValueError, match="belong"):
        keyring().open("pii", rows[1].body_sealed, f"lines.body_sealed:{rows[1].id.hex}", rows[2].row_key)


@pytest.mark.both_engines
def test_and_back_again(connection: sa.Connection) -> None:
    steps.rekey("lines", COLUMNS)
    steps.unkey("lines", COLUMNS)
    rows = now_there(connection)
    assert {row.row_key for row in rows} == {None}
    assert {row.body_sealed[:1] for row in rows} == {PLAIN_KEY}
    assert [opened(row) for row in rows] == [f"第{seq}句" for seq in range(MANY)]
    assert [row.secret_sealed and opened(row, "secret_sealed") for row in rows[:2]] == [None, "暗语"]


@pytest.mark.both_engines
def test_what_was_destroyed_does_not_come_back(connection: sa.Connection) -> None:
    steps.rekey("lines", COLUMNS)
    connection.execute(sa.text("update lines set row_key = null where seq = 1"))
    connection.execute(sa.update(LINES).where(LINES.c.seq == 2).values(body_sealed=SHREDDED))
    steps.unkey("lines", COLUMNS)
    assert [opened(row) for row in now_there(connection)[:4]] == ["第0句", "", "", "第3句"]
