"""``onedoor bench pages``: the pages people wait for, in houses of two sizes, on both engines."""

import os
import platform
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from portal.app.bench.measuring import Counter, Looks, Page, look_in_turns
from portal.app.bench.scratch import loaded_house, reach
from portal.app.bench.visitors import Landmarks, Tour, tour
from portal.kernel.memory import settle

AIM_MS = 50.0
AIM_RATIO = 1.3
BASELINE = "baseline"


@dataclass(frozen=True)
class Stop:
    """One page of the tour: whose, and where."""

    who: str
    path: Callable[[Landmarks], str]


STOPS: Mapping[str, Stop] = {
    BASELINE: Stop("", lambda _: "/weather"),
    "home": Stop("", lambda _: "/"),
    "desk": Stop("clerk", lambda _: "/desk"),
    "docket": Stop("clerk", lambda _: "/docket"),
    "docket deep": Stop("clerk", lambda at: f"/docket?after={at.deep}"),
    "docket by stage": Stop("clerk", lambda _: "/docket?stage=active"),
    "docket by class": Stop("clerk", lambda _: "/docket?class=04"),
    "docket by stage and class": Stop("head", lambda _: "/docket?stage=closed&class=09"),
    "docket by stage and class, deep": Stop(
        "head", lambda at: f"/docket?stage=archived&class={at.major}&after={at.deep_archived}"
    ),
    "docket of dangers": Stop("head", lambda _: "/docket?danger=1"),
    "docket by code": Stop("clerk", lambda at: f"/docket?q={at.code[:20]}"),
    "docket by name": Stop("clerk", lambda at: f"/docket?q={at.name[:3]}"),
    "docket of a committee": Stop("head", lambda _: "/docket"),
    "docket of a mediator": Stop("mediator", lambda _: "/docket"),
    "committee's cases": Stop("head", lambda _: "/cases"),
    "mediator's cases": Stop("mediator", lambda _: "/cases"),
    "matter": Stop("head", lambda at: f"/matters/{at.matter}"),
    "matter at the window": Stop("clerk", lambda at: f"/matters/{at.matter}"),
    "matter, people": Stop("head", lambda at: f"/matters/{at.matter}?tab=people"),
    "case": Stop("mediator", lambda at: f"/cases/{at.case}"),
    "party's matter": Stop("party", lambda _: "/my/matter"),
    "room, mediator": Stop("mediator", lambda at: f"/rooms/{at.room}"),
    "room, party": Stop("party", lambda at: f"/rooms/{at.room}"),
}
"""``baseline`` is a page with nothing on it, through the same application: what every page costs."""


def measure(sizes: Sequence[int], rounds: int, warm: int, server: str | None, told: Callable[[str], None]) -> Any:
    """The figures of all engines as plain data; ``server`` is the address of a PostgreSQL, None leaves it out."""
    engines: dict[str, Any] = {}
    if server is not None:
        reach(server)
    with tempfile.TemporaryDirectory(prefix="onedoor-bench-") as folder:
        engines["sqlite"] = _engine(Path(folder), sizes, rounds, warm, None, told)
        if server is None:
            engines["postgresql"] = "left out: no --postgres ADDRESS was given"
        else:
            engines["postgresql"] = _engine(Path(folder), sizes, rounds, warm, server, told)
    return {
        "machine": machine(),
        "aims": {"p95_ms": AIM_MS, "ratio": AIM_RATIO},
        "baseline": "GET /weather: a page with nothing on it through the same application, in the same rounds",
        "sizes": list(sizes),
        "rounds": rounds,
        "engines": engines,
    }


def machine() -> dict[str, Any]:
    """What the figures were measured on; they mean nothing elsewhere."""
    return {"cores": len(os.sched_getaffinity(0)), "python": platform.python_version(), "system": platform.system()}


def _engine(
    data: Path, sizes: Sequence[int], rounds: int, warm: int, server: str | None, told: Callable[[str], None]
) -> dict[str, Any]:
    """Houses of all sizes stand at the same time and are visited in turns."""
    engine = "sqlite" if server is None else "postgresql"
    with ExitStack() as houses:
        visits: dict[int, tuple[Flask, Tour]] = {}
        for size in sizes:
            told(f"{engine}: {size} …")
            app = houses.enter_context(loaded_house(data, size, server))
            visits[size] = (app, tour(app))
        settle()  # as the web process does before it answers
        told(f"{engine}: {rounds} × {len(STOPS)} …")
        with Counter().listening() as counter:
            return _figures(sizes, _walk(visits, counter, warm, rounds))


def _walk(
    visits: Mapping[int, tuple[Flask, Tour]], counter: Counter, warm: int, rounds: int
) -> dict[str, dict[int, Looks]]:
    stops = [(name, size) for name in STOPS for size in visits]
    pages = [_page(*visits[size], STOPS[name]) for name, size in stops]
    found: dict[str, dict[int, Looks]] = {name: {} for name in STOPS}
    for (name, size), looks in zip(stops, look_in_turns(pages, counter, warm, rounds), strict=True):
        found[name][size] = looks
    return found


def _page(app: Flask, there: Tour, stop: Stop) -> Page:
    return Page(app, stop.path(there.landmarks), there.cookies.get(stop.who, ""))


def _figures(sizes: Sequence[int], found: Mapping[str, Mapping[int, Looks]]) -> dict[str, Any]:
    small, large = min(sizes), max(sizes)
    return {name: _one(found[BASELINE], looks, small, large) for name, looks in found.items()}


def _one(baseline: Mapping[int, Looks], looks: Mapping[int, Looks], small: int, large: int) -> dict[str, Any]:
    """Of one page: figures by size, large compared with small and with the baseline, and whether the aims are met."""
    by_size = {str(size): one.plain() for size, one in looks.items()}
    ratio = looks[large].p(50) / looks[small].p(50)
    same = len({one["queries"] for one in by_size.values()}) == 1
    return {
        **by_size,
        "ratio_p50": round(ratio, 2),
        "ratio_p95": round(looks[large].p(95) / looks[small].p(95), 2),
        "times_baseline": round(looks[large].p(50) / baseline[large].p(50), 1),
        "queries_constant": same,
        "aims_met": same and ratio <= AIM_RATIO and max(one.p(95) for one in looks.values()) <= AIM_MS,
    }
