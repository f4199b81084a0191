"""What every loaded row needs: an id that sorts by its time, seals that open, audit lines that verify."""

import json
import os
from collections import defaultdict
from datetime import datetime
from functools import cache, lru_cache
from random import Random
from typing import Any

from portal.kernel import crypto
from portal.kernel.db import Base

Row = dict[str, Any]


class Making:
    """The rows of one batch by table. Ids are hex, JSON is text, everything else what the column holds.

    ``draw`` decides all that a seed decides; seals and keyed hashes follow the keys of the house.
    """

    def __init__(self, seed: str, now: datetime) -> None:
        self.draw = Random(seed)
        self.now = now
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.count = 0
        self._ring = crypto.keyring()

    def put(self, table: str, **values: Any) -> None:
        """Add a row; every row of a table names the same columns in the same order, sealed ones with their words."""
        if table in _sealed():
            self._seal(table, values)
        self.rows[table].append(values)
        self.count += 1

    def new_id(self, at: datetime) -> str:
        """A UUIDv7 of that moment (RFC 9562 §5.7)."""
        drawn = f"{self.draw.getrandbits(72):018x}"
        return f"{_born(at)}{drawn[:3]}8{drawn[3:]}"

    def new_secret_id(self) -> str:
        """A UUIDv4, which tells no time."""
        bits = self.draw.getrandbits(128)
        return f"{bits & ~(0xF000 << 64) & ~(0b11 << 62) | 0x4000 << 64 | 0b10 << 62:032x}"

    def _seal(self, table: str, values: Row) -> None:
        """As ``SealedText`` does it, with a key of the row's own."""
        row_key = values["row_key"] = crypto.new_row_key()
        for column, (purpose, known_by) in _sealed()[table].items():
            words = values.get(column)
            if words is not None:
                place = f"{table}.{column}:{values[known_by]}"
                values[column] = self._ring.seal(purpose, words.encode(), place, row_key)

    def mac(self, purpose: str, *parts: str | bytes) -> bytes:
        """Equality by HMAC."""
        return self._ring.mac(purpose, *parts)

    def token_hash(self) -> bytes:
        """The hash of a token that nobody was given."""
        return os.urandom(32)

    def audit(
        self, at: datetime, action: str, table: str, subject: str, fields: tuple[str, ...],
        *, account: str | None = None, person: str | None = None,
    ) -> None:  # fmt: skip
        """The line of an act, as ``kernel.audit`` writes it; the worker links it like any other."""
        line, names = self.new_id(at), _fields(fields)
        ids = f'"{line}", "{subject}", "{account or ""}", "{person or ""}", ""'
        text = f'["{at.isoformat()}", "{action}", "{table}", {ids}, {names}]'
        self.put(
            "audit_lines",
            id=line,
            at=at,
            action=action,
            subject_type=table,
            subject_id=subject,
            account_id=account,
            person_id=person,
            session_id=None,
            fields=names,
            mac=self._ring.mac("audit", text),
            linked=False,
        )


@cache
def _sealed() -> dict[str, dict[str, tuple[str, str]]]:
    """By table the sealed columns, their purposes, and by which column a row is known."""
    return {
        str(mapper.local_table): {
            name: (one.purpose, one.key) for name, one in crypto.sealed_columns(mapper.class_).items()
        }
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, crypto.SealedRow)
    }


@cache
def _fields(names: tuple[str, ...]) -> str:
    return json.dumps(sorted(names))


@lru_cache(maxsize=1000)
def _born(at: datetime) -> str:
    """Milliseconds and version, which the rows of one moment share."""
    return f"{int(at.timestamp() * 1000):012x}7"
