"""Loading a county: the ground, batch after batch, and the figures of how fast it went."""

import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from portal.app.load.aside import foreign_keys_aside
from portal.app.load.batches import BATCH, Order, Task, all_of, spare_cores
from portal.app.load.ground import lay
from portal.app.load.plan import life
from portal.app.load.times import Times
from portal.app.load.writers import tidy, write
from portal.directory.workdays.queries import office_time
from portal.kernel import clock
from portal.kernel.db import Database
from portal.matters.models import Matter
from portal.matters.rules import make_code


@dataclass(frozen=True)
class Figures:
    """How much was loaded and how fast; ``seconds`` ends with the last commit, every constraint checked."""

    engine: str
    matters: int
    rows: int
    fewest_rows_of_a_matter: int
    seconds: float
    matters_per_second: float
    rows_per_second: float
    tidied_in_seconds: float
    seed: int
    cores: int
    tables: dict[str, int]

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def matters_there(database: Database) -> int:
    """How many matters the house has already."""
    with database.reading() as db:
        return db.scalars(select(func.count()).select_from(Matter)).one()


def load(database: Database, matters: int, seed: int, told: Callable[[int], None] = lambda _done: None) -> Figures:
    """Fill the house; the same seed on the same house gives the same county. ``told`` hears how far it is."""
    began = time.perf_counter()
    there = matters_there(database)
    order = order_for(database, matters, f"{seed}/{there}")
    tasks = tasks_of(order, _taken(database) if there else {})
    database.dispose()  # the processes that make the rows are born without a connection
    rows: Counter[str] = Counter()
    fewest = _fill(database, order, tasks, rows, told, aside=order.copy and matters > there)
    seconds = time.perf_counter() - began
    tidy(database.engine)
    return Figures(
        engine=database.engine.dialect.name,
        matters=matters,
        rows=rows.total(),
        fewest_rows_of_a_matter=fewest,
        seconds=round(seconds, 2),
        matters_per_second=round(matters / seconds, 1),
        rows_per_second=round(rows.total() / seconds, 1),
        tidied_in_seconds=round(time.perf_counter() - began - seconds, 2),
        seed=seed,
        cores=len(os.sched_getaffinity(0)),
        tables=dict(sorted(rows.items())),
    )


def order_for(database: Database, matters: int, seed: str) -> Order:
    """What it takes to make matters for this house; its ground is laid."""
    with database.writing() as db:
        ground = lay(db)
        office = office_time(db, UUID(ground.center))
    times = Times(office, ground.center, ground.area_path)
    return Order(matters, seed, ground, times, clock.now(), database.engine.dialect.name == "postgresql")


def _fill(
    database: Database, order: Order, tasks: Iterator[Task], rows: Counter[str], told: Callable[[int], None],
    *, aside: bool,
) -> int:  # fmt: skip
    """Write all batches: a commit for each, or one for all if the foreign keys are set aside meanwhile."""
    fewest, done = [], 0
    with database.engine.connect() as connection:
        with foreign_keys_aside(connection) if aside else nullcontext():
            for batch in all_of(order, tasks, spare_cores()):
                write(connection, batch.sheets)
                if not aside:
                    connection.commit()
                rows.update({table: sheet.rows for table, sheet in batch.sheets.items()})
                fewest.append(batch.fewest)
                done += batch.matters
                told(done)
        connection.commit()
    return min(fewest)


def _taken(database: Database) -> dict[date, set[str]]:
    """The five digits that are in use, by the day in the case code."""
    taken: dict[date, set[str]] = defaultdict(set)
    with database.reading() as db:
        for code in db.scalars(select(Matter.code)):
            taken[date(int(code[8:12]), int(code[12:14]), int(code[14:16]))].add(code[16:21])
    return taken


def tasks_of(order: Order, taken: dict[date, set[str]]) -> Iterator[Task]:
    """Batch by batch; codes are drawn here, where it is known which are in use."""
    draw = Random(f"{order.seed}/codes")
    for first in range(0, order.matters, BATCH):
        numbers = range(first, min(first + BATCH, order.matters))
        yield first, [_code(order, number, draw, taken) for number in numbers]


def _code(order: Order, number: int, draw: Random, taken: dict[date, set[str]]) -> str:
    day = order.times.day(life(number, order.matters, order.now).at)
    there = taken.setdefault(day, set())
    while True:
        digits = f"{draw.randrange(100_000):05}"
        code = make_code(order.ground.area_code, day, digits) if digits not in there else None
        if code is not None:
            there.add(digits)
            return code
