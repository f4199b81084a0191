"""The matter as the clocks know it: whose time is counted, which light it shows, who is told when a time is over."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from portal.accounts.grants.queries import holders
from portal.clocks import queries
from portal.clocks.models import RunningClock, Subject
from portal.clocks.rules import Due, Kind
from portal.clocks.services import happened
from portal.contracts.events import ClockReached, MatterClosed
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.i18n import pick, show_day, show_instant
from portal.kernel.policy import SYSTEM
from portal.matters.models import Involvement, Matter
from portal.matters.rules import show_code
from portal.notices.services import notify

SUBJECT = "matter"
HEAD_ALERTED = frozenset({"CLK-04"})
"""Clocks of which the head of the committee is told when they run out (domain §4.13)."""


def subject_of(matter: Matter) -> Subject:
    """Whose time is counted."""
    return Subject(SUBJECT, matter.id, matter.center_id, matter.area_path)


def closed(db: Db, event: MatterClosed) -> None:
    """A closed matter's clocks stop; what runs after closing is started by the same act."""
    happened(db, SYSTEM, "matter.closed", subject_of(db.get_one(Matter, event.matter)))


@dataclass(frozen=True)
class Light:
    """The light of a matter, as staff see it: colour, whether it presses, which clock it is, until when; ``legal``:
    whether the period is the law's or the centre's own."""

    colour: str
    pressing: bool
    paused: bool
    name: str
    until: str
    legal: bool


def lights(db: Db, matters: Iterable[Matter]) -> Mapping[uuid.UUID, Light]:
    """By matter, from the clock engine; danger takes the pressure off the service clocks (R-16)."""
    found = queries.lights(db, SUBJECT, {matter.id: bool(matter.danger) for matter in matters}, clock.now())
    zone = db.info["settings"].zone
    return {
        matter: Light(
            str(lit.sign.light), lit.sign.pressing, lit.paused, pick(lit.clock.name_zh, lit.clock.name_en),
            until(lit.due, lit.clock.kind, zone), lit.clock.kind is Kind.LEGAL,
        )
        for matter, lit in found.items()
    }  # fmt: skip


def unnamed(light: Light) -> Light:
    """Without the name of the period, which would tell what kind of dispute it is."""
    return replace(light, name="")


def until(due: Due, kind: Kind, zone: str) -> str:
    """The end as people say it: a legal period by its last day (it ends at 24:00), a service period by the minute."""
    return show_day(due.last_day) if kind is Kind.LEGAL and due.last_day else show_instant(due.at, zone)


def reached(db: Db, event: ClockReached) -> None:
    """The head of the committee learns that a time has run out, by the bell alone."""
    row = queries.clock_of(db, event.clock)
    if row.code not in HEAD_ALERTED or event.threshold != "red" or row.subject_type != SUBJECT:
        return
    code = show_code(db.get_one(Matter, row.subject_id).code)
    for account_id in _heads(db, row):
        notify(db, "clock.red", account_id=account_id, matter_id=row.subject_id, code=code, clock=row.code)


def _heads(db: Db, row: RunningClock) -> Iterable[uuid.UUID]:
    seats = select(Involvement.organisation_id).where(Involvement.matter_id == row.subject_id)
    open_seats = seats.where(Involvement.capacity == "committee", Involvement.until.is_(None))
    for body in db.scalars(open_seats):
        if body is not None:
            yield from (head.id for head in holders(db, "committee_head", body))
