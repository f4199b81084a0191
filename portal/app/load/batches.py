"""Making batches: each by its number alone, so that several processes may make them and the result is the same."""

import gc
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context

from portal.app.load import filing, mediating, plan
from portal.app.load.file import File, conclude
from portal.app.load.ground import Ground
from portal.app.load.making import Making
from portal.app.load.sheets import Sheet, written
from portal.app.load.times import Times
from portal.app.load.words import DANGER, STORIES

BATCH = 1000


@dataclass(frozen=True)
class Order:
    """What is to be made: so many matters on this ground, as of now; ``copy`` says for which engine."""

    matters: int
    seed: str
    ground: Ground
    times: Times
    now: datetime
    copy: bool


@dataclass(frozen=True)
class Batch:
    """Rows of some matters; ``fewest`` is how many rows the smallest of them has."""

    matters: int
    fewest: int
    sheets: dict[str, Sheet]


Task = tuple[int, Sequence[str]]
"""The number of the first matter, and the case codes of all."""

_order: list[Order] = []


def make(order: Order, first: int, codes: Sequence[str]) -> Batch:
    """The matters from this number on."""
    making = Making(f"{order.seed}/{first}", order.now)
    fewest = [_matter(making, order, number, code) for number, code in enumerate(codes, start=first)]
    return Batch(len(codes), min(fewest), written(making.rows, copy=order.copy))


def _matter(making: Making, order: Order, number: int, code: str) -> int:
    """One matter from its beginning to where it stands; answers its number of rows."""
    before = making.count
    life = plan.life(number, order.matters, order.now)
    story = DANGER if life.danger else making.draw.choice(STORIES)
    mediator = making.draw.choice(order.ground.mediators)
    file = File(making, order.ground, order.times, life, code, story, mediator)
    filing.register(file)
    filing.triage(file)
    stop: tuple[datetime, str] | None = None
    ended: datetime | None = None
    if life.mediated:
        stop = (life.at + mediating.ASSIGNED, "matter.assigned")
        ended = mediating.mediate(file)
    elif life.end is not None:
        ended = filing.decline(file)
        stop = (ended, "matter.closed")
    order.times.put(making, file.id, "CLK-01", life.at, stop)
    conclude(file, ended)
    return making.count - before


def all_of(order: Order, tasks: Iterator[Task], processes: int) -> Iterator[Batch]:
    """The batches in order; made beside the writing where there is a second core."""
    if processes < 1 or order.matters <= BATCH:
        yield from (make(order, first, codes) for first, codes in tasks)
        return
    context = get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(order,)) as pool:
        waiting: deque[Future[Batch]] = deque()
        for first, codes in tasks:
            waiting.append(pool.submit(_make, first, codes))
            if len(waiting) > processes + 1:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def spare_cores() -> int:
    """Cores that nobody needs for writing."""
    return min(4, len(os.sched_getaffinity(0)) - 1)


def _begin(order: Order) -> None:
    """A process that only makes rows and ends: nothing in it is worth looking for rubbish."""
    gc.disable()
    _order[:] = [order]


def _make(first: int, codes: Sequence[str]) -> Batch:
    return make(_order[0], first, codes)
