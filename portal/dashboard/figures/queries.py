"""Counting, and the rows behind a number: the same condition on the same matters."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, literal, or_, select
from sqlalchemy.orm import defer, joinedload

from portal.clocks import catalogue
from portal.clocks.models import RunningClock
from portal.clocks.rules import Clock, Duty
from portal.dashboard.figures.policy import HEADS
from portal.dashboard.figures.rules import Figure, Scope, figures
from portal.dashboard.figures.standing import lit
from portal.directory.organisations.models import Organisation
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.models import Matter
from portal.matters.timing import SUBJECT

PAGE = 50
RUNNING = ("registered", "triaged", "routed", "active")
"""Stages in which somebody has something to do."""


@dataclass(frozen=True)
class Period:
    """A clock of the catalogue and how many matters it shows in yellow and in red."""

    clock: Clock
    yellow: int
    red: int


@dataclass(frozen=True)
class Body:
    """An organisation that has matters now: how many, and how many of them are past a limit."""

    of: Organisation
    running: int
    red: int


def scope_of(db: Db, actor: Actor) -> Scope:
    """The centres this actor answers for, now."""
    return Scope.at(actor.organisations(*HEADS), clock.now(), db.info["settings"].zone)


def within(actor: Actor) -> ColumnElement[bool]:
    """The matters of those centres; a role that is limited to an area counts only there."""
    ways = [
        and_(Matter.center_id == grant.organisation, Matter.area_path.startswith(grant.area, autoescape=True))
        for grant in actor.grants
        if grant.role in HEADS and grant.organisation is not None
    ]
    return or_(false(), *ways)


def counts(db: Db, actor: Actor) -> Mapping[str, int]:
    """Every number by its key, in one statement."""
    scope, known = scope_of(db, actor), list(figures())
    numbers = _numbers(db, actor, [one.which(scope) for one in known])
    return {one.key: number for one, number in zip(known, numbers, strict=True)}


def late(db: Db, actor: Actor) -> int:
    """How many are past a period that staff keep."""
    return _numbers(db, actor, [lit(scope_of(db, actor), "red")])[0]


def _numbers(db: Db, actor: Actor, conditions: Sequence[ColumnElement[bool]]) -> Sequence[int]:
    here = within(actor)
    columns = [select(func.count()).select_from(Matter).where(here, one).scalar_subquery() for one in conditions]
    return db.execute(select(literal(0), *columns)).one()[1:]


def periods(db: Db, actor: Actor) -> Sequence[Period]:
    """Clocks that press somewhere now; those with the most red first."""
    scope = scope_of(db, actor)
    near = (RunningClock.stopped_at.is_(None), RunningClock.yellow_at <= scope.now)
    running = select(RunningClock.code).where(
        RunningClock.center_id.in_(scope.centers), RunningClock.subject_type == SUBJECT, *near
    )
    known = catalogue.load()
    codes = [code for code in db.scalars(running.distinct()) if known[code].duty is Duty.STAFF]
    numbers = _numbers(db, actor, [lit(scope, colour, code) for code in codes for colour in ("yellow", "red")])
    lines = [Period(known[code], *numbers[2 * place : 2 * place + 2]) for place, code in enumerate(codes)]
    pressing = [line for line in lines if line.yellow or line.red]
    return sorted(pressing, key=lambda line: (-line.red, -line.yellow, line.clock.code))


def bodies(db: Db, actor: Actor) -> Sequence[Body]:
    """Who has matters now, and how many of them are past a limit; the most pressed first."""
    scope, here = scope_of(db, actor), within(actor)
    red = func.count().filter(lit(scope, "red"))
    rows = select(Organisation, func.count(), red).join(Matter, Matter.holder_id == Organisation.id)
    rows = rows.where(here, Matter.stage.in_(RUNNING)).group_by(Organisation.id)
    lines = [Body(of, running, late) for of, running, late in db.execute(rows)]
    return sorted(lines, key=lambda line: (-line.red, -line.running, line.of.name_zh))


def rows(
    db: Db,
    actor: Actor,
    figure: Figure | None,
    *,
    body: uuid.UUID | None = None,
    after: uuid.UUID | None = None,
    period: tuple[str, str] | None = None,
) -> Sequence[Matter]:
    """Up to a page and one more of what a number counts, newest first; without any figure all that are running."""
    scope = scope_of(db, actor)
    found = select(Matter).where(within(actor)).order_by(Matter.id.desc()).limit(PAGE + 1)
    found = found.options(defer(Matter.story_sealed), defer(Matter.wish_sealed), joinedload(Matter.holder))
    found = found.where(figure.which(scope) if figure is not None else Matter.stage.in_(RUNNING))
    if period is not None:
        found = found.where(lit(scope, period[0], period[1]))
    if body is not None:
        found = found.where(Matter.holder_id == body, Matter.stage.in_(RUNNING))
    return db.scalars(found.where(Matter.id < after) if after else found).all()
