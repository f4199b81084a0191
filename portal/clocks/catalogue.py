"""The 42 clocks (期限目录) as shipped: which there are, which event touches which, and which one a mediation runs on.

The two kinds lie in two files, ``legal.json`` and ``service.json`` (R-17). A number with several limits has parts, each
a clock of its own: CLK-35.sign, CLK-35.contact.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from portal.clocks.pauses import REASONS
from portal.clocks.rules import Clock, Duty, Extension, Kind, Span, Unit

LABOUR = frozenset({"J10", "J11"})  # 拖欠农民工工资, 其他劳动争议
MEDICAL = frozenset({"J15"})  # 医疗


@cache
def load() -> Mapping[str, Clock]:
    """Every clock by its code, in the order of the numbers; read once."""
    clocks = [_clock(kind, row) for kind in Kind for row in _rows(f"{kind}.json")]
    by_code = {clock.code: clock for clock in sorted(clocks, key=lambda clock: clock.code)}
    if len(by_code) < len(clocks):
        raise ValueError("two clocks share a code")
    return MappingProxyType(by_code)


@cache
def events() -> frozenset[str]:
    """Every event that any clock or pause reacts to; a caller's slip of the pen is none of these."""
    named = {event for clock in load().values() for event in (*clock.starts_on, *clock.stops_on)}
    return frozenset(named.union(*((reason.begins_on, reason.ends_on) for reason in REASONS.values())))


def started_by(event: str, facts: Iterable[str] = ()) -> tuple[Clock, ...]:
    """The clocks that an event starts for a subject of which these facts are true."""
    known = frozenset(facts)
    return tuple(clock for clock in load().values() if clock.starts(event, known))


def stopped_by(event: str) -> frozenset[str]:
    """The codes of the clocks that an event stops."""
    return frozenset(clock.code for clock in load().values() if event in clock.stops_on)


def pause_begun_by(event: str) -> str | None:
    """The reason for which an event makes clocks stand still."""
    return next((name for name, reason in REASONS.items() if reason.begins_on == event), None)


def pause_ended_by(event: str) -> str | None:
    """The reason that an event takes away."""
    return next((name for name, reason in REASONS.items() if reason.ends_on == event), None)


def mediation_facts(moj: str | None) -> frozenset[str]:
    """What the Ministry's class of a dispute says about its mediation clock (R-09)."""
    if moj in LABOUR:
        return frozenset({"labour"})
    return frozenset({"medical"}) if moj in MEDICAL else frozenset()


def mediation_clock(moj: str | None) -> Clock:
    """The legal period of a mediation by class (R-09): 30 d, labour 15 d from application, medical 30 working days."""
    facts = mediation_facts(moj)
    return load()["CLK-12" if "labour" in facts else "CLK-13" if "medical" in facts else "CLK-11"]


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(files(__package__).joinpath("data", name).read_text(encoding="utf-8"))
    return rows


def _clock(kind: Kind, row: dict[str, Any]) -> Clock:
    plain = dict(row)
    extension = plain.pop("extension", None)
    for name in ("when", "unless"):
        plain[name] = frozenset(plain.get(name, ()))
    for name in ("starts_on", "stops_on", "pauses", "reminders"):
        plain[name] = tuple(plain.get(name, ()))
    plain |= {"kind": kind, "span": _span(plain["span"]), "duty": Duty(plain["duty"])}
    clock = Clock(**plain, extension=Extension(tuple(extension["by"]), extension.get("most")) if extension else None)
    if not set(clock.pauses) <= REASONS.keys():
        raise ValueError(f"{clock.code} pauses for a reason that does not exist")
    return clock


def _span(text: str) -> Span:
    """``7wd`` → seven working days."""
    found = re.fullmatch(r"(\d+)([a-z]+)", text)
    if not found:
        raise ValueError(f"not a length of time: {text!r}")
    return Span(int(found[1]), Unit(found[2]))
