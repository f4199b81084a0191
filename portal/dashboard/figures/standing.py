"""The numbers of the portal's own floors: the door, the lights, what was agreed, what is over."""

import uuid

from sqlalchemy import ColumnElement, Select, and_, or_, select

from portal.clocks import catalogue
from portal.clocks.models import RunningClock
from portal.clocks.rules import Duty, Kind
from portal.dashboard.figures.rules import SOON, Figure, Scope
from portal.followup.confirmations.rules import CLOCK as CONFIRMATION
from portal.followup.obligations.models import Obligation
from portal.followup.obligations.rules import SETTLED
from portal.kernel.i18n import lazy as _l
from portal.matters.models import Matter
from portal.matters.timing import SUBJECT
from portal.matters.words import CLOSED, STAGES


def _running(scope: Scope, kind: Kind | None, code: str | None = None) -> Select[uuid.UUID]:
    """Matters whose clock of this kind, kept by staff, runs and does not stand still."""
    codes = [one.code for one in catalogue.load().values() if one.duty is Duty.STAFF and kind in (None, one.kind)]
    rows = select(RunningClock.subject_id).where(
        RunningClock.center_id.in_(scope.centers), RunningClock.stopped_at.is_(None), RunningClock.paused_at.is_(None)
    )
    rows = rows.where(RunningClock.subject_type == SUBJECT)
    return rows.where(RunningClock.code == code if code else RunningClock.code.in_(codes))


def lit(scope: Scope, colour: str, code: str | None = None) -> ColumnElement[bool]:
    """Past the limit (red) or near it (yellow). Danger takes the pressure off the centre's own periods (R-16)."""
    late = RunningClock.due_at <= scope.now
    shown = late if colour == "red" else and_(RunningClock.yellow_at <= scope.now, ~late)
    kinds = [catalogue.load()[code].kind] if code else list(Kind)
    ways = [
        and_(Matter.id.in_(_running(scope, kind, code).where(shown)), *([] if kind is Kind.LEGAL else [~Matter.danger]))
        for kind in kinds
    ]
    return or_(*ways)


def _overdue(scope: Scope) -> ColumnElement[bool]:
    late = select(Obligation.matter_id).where(Obligation.state.not_in(SETTLED), Obligation.due_on < scope.today)
    return and_(Matter.stage == "active", Matter.id.in_(late))


def _to_confirm(scope: Scope) -> ColumnElement[bool]:
    rows = select(RunningClock.subject_id).where(
        RunningClock.center_id.in_(scope.centers), RunningClock.stopped_at.is_(None),
        RunningClock.code == CONFIRMATION, RunningClock.due_at > scope.now, RunningClock.due_at <= scope.now + SOON,
    )  # fmt: skip
    return Matter.id.in_(rows)


def _stage(stage: str) -> Figure:
    return Figure(f"stage-{stage}", "door", STAGES[stage][1], lambda _scope: Matter.stage == stage)


def _ended(kind: str) -> Figure:
    def which(scope: Scope) -> ColumnElement[bool]:
        over = Matter.stage.in_(("closed", "archived"))
        return and_(over, Matter.close_kind == kind, Matter.closed_at >= scope.month_began)

    return Figure(f"ended-{kind}", "ended", CLOSED[kind], which)


FIGURES = (
    Figure("registered-today", "door", _l("今天登记的"), lambda scope: Matter.registered_at >= scope.day_began),
    *(_stage(stage) for stage in ("registered", "triaged", "routed")),
    Figure("red", "light", _l("红灯：已经超期"), lambda scope: lit(scope, "red")),
    Figure("yellow", "light", _l("黄灯：快到期"), lambda scope: lit(scope, "yellow")),
    Figure("overdue", "after", _l("过了日子还没有履行"), _overdue),
    Figure("to-confirm", "after", _l("七天内司法确认到期"), _to_confirm),
    *(_ended(kind) for kind in CLOSED),
)
