"""The periods of a matter, for those who work on it: the law's and the centre's own apart (R-17)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import render_template
from markupsafe import Markup

from portal.clocks.models import RunningClock
from portal.clocks.pauses import REASONS
from portal.clocks.queries import of_subjects, sign_of
from portal.clocks.rules import Duty, Kind, Light
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy as _l
from portal.kernel.i18n import pick, show_day, show_instant
from portal.kernel.policy import Actor
from portal.matters.models import Matter
from portal.matters.timing import SUBJECT, until

DUTIES = {
    Duty.STAFF: _l("中心和承办单位"),
    Duty.PARTY: _l("当事人"),
    Duty.OUTSIDE: _l("其他机关或单位"),
}
UNITS = {"d": _l("天"), "wd": _l("个工作日"), "h": _l("小时"), "wh": _l("个工作小时"), "m": _l("天")}
"""In what an extension is measured; a period of months is lengthened by days."""


@dataclass(frozen=True)
class Line:
    """One period as it is shown. ``colour`` while it runs; else ``shape`` and ``word`` alone."""

    row: RunningClock
    until: str
    duty: Any
    word: str
    colour: str | None = None
    shape: str = "done"
    notes: list[str] = field(default_factory=list)


def panel(db: Db, _actor: Actor, matter: Matter) -> Markup | None:
    """All that run and ran, soonest end first; those still running on top."""
    zone = db.info["settings"].zone
    rows = of_subjects(db, SUBJECT, [matter.id], running=False)[matter.id]
    if not rows:
        return None
    lines = [_line(row, zone, danger=bool(matter.danger)) for row in _running_first(rows)]
    kinds = [(kind, [one for one in lines if one.row.kind == kind]) for kind in (Kind.LEGAL, Kind.SERVICE)]
    return Markup(render_template("matters/desk/clocks.html", matter=matter, kinds=kinds))


def _running_first(rows: Iterable[RunningClock]) -> list[RunningClock]:
    return sorted(rows, key=lambda row: (row.stopped_at is not None, row.due_at))


def _line(row: RunningClock, zone: str, *, danger: bool) -> Line:
    shown = Line(row, until(row.due, Kind(row.kind), zone), DUTIES[row.clock.duty], "", notes=_notes(row, zone))
    if row.stopped_at is not None:
        late = row.stopped_at >= row.due_at
        words = _("超期后在%(at)s结束") if late else _("期限内在%(at)s结束")
        return _as(shown, words % {"at": show_instant(row.stopped_at, zone)}, shape="stopped" if late else "done")
    if row.paused_at is not None:
        return _as(shown, _("从%(at)s起暂停计时", at=show_instant(row.paused_at, zone)), shape="waiting")
    sign = sign_of(row, clock.now(), danger=danger)
    if sign.pressing:
        return _as(shown, str(WORDS[sign.light]), colour=str(sign.light))
    return _as(shown, _("只计时，不催办"), shape="waiting")


WORDS = {Light.GREEN: _l("期限内"), Light.YELLOW: _l("快到期"), Light.RED: _l("已超期")}


def _as(line: Line, word: str, *, colour: str | None = None, shape: str = "done") -> Line:
    return Line(line.row, line.until, line.duty, word, colour, shape, line.notes)


def _notes(row: RunningClock, zone: str) -> list[str]:
    """What moved the end: rest days, pauses, time that was granted, a year that nobody has announced yet."""
    found = []
    if row.rolled_from is not None:
        found.append(_("最后一天本是%(day)s，遇休息日顺延。", day=show_day(row.rolled_from)))
    for pause in row.pauses:
        reason = REASONS[pause.reason]
        words = {"why": pick(reason.name_zh, reason.name_en), "since": show_instant(pause.began_at, zone)}
        if pause.ended_at is None:
            found.append(_("暂停：%(why)s，%(since)s起。", **words))
        else:
            found.append(_("暂停过：%(why)s，%(since)s至%(to)s。", **words, to=show_instant(pause.ended_at, zone)))
    for more in row.extensions:
        unit, at = UNITS[row.clock.span.unit], show_instant(more.granted_at, zone)
        found.append(_("%(at)s经各方同意延长%(n)s%(unit)s。", at=at, n=more.more, unit=unit))
    if row.provisional:
        found.append(_("其中有一年的放假安排还没有公布，公布后会重新计算。"))
    return found
