"""What is done to clocks: events start, stop and pause them, people pause and extend them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from portal.clocks import catalogue
from portal.clocks.extensions import NoExtension, refuse_extension
from portal.clocks.models import ClockExtension, RunningClock, Subject
from portal.clocks.movement import account_of, begin_pause, end_pause, recount, start, stop
from portal.clocks.pauses import may_pause
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import lazy
from portal.kernel.policy import Actor, Conflict

WHY_NOT_EXTENDED: Mapping[NoExtension, str] = {
    NoExtension.NOT_EXTENDABLE: lazy("这个期限不能延长。"),
    NoExtension.EXPIRED: lazy("期限已经届满，不能再延长。"),
    NoExtension.CONSENT_MISSING: lazy("延长期限需要各方当事人签字同意（医疗纠纷还需要调委会同意）。"),
    NoExtension.CONSENT_UNDATED: lazy("签字同意的时间不能晚于现在。"),
    NoExtension.TOO_MUCH: lazy("延长的时间超过了规定的上限。"),
}


def happened(
    db: Db, actor: Actor, event: str, subject: Subject, at: datetime | None = None, *, facts: Iterable[str] = ()
) -> Sequence[RunningClock]:
    """Tell the clocks what happened to a subject: the catalogue says which stop, pause, go on and start.

    ``facts`` choose among clocks that start on the same event ('labour', 'major' …). A clock that runs already is not
    started again; answers those that started. For a clock that counts back (CLK-07), ``at`` is what it counts from.
    """
    if event not in catalogue.events():
        raise ValueError(f"no clock knows the event {event!r}")
    at = at or clock.now()
    running = _running(db, subject)
    if reason := catalogue.pause_ended_by(event):
        for row in running:
            end_pause(db, row, reason, at)
    if reason := catalogue.pause_begun_by(event):
        for row in running:
            if may_pause(row.clock, row.due_if_resumed(at), reason, at):
                begin_pause(db, actor, row, reason, at)
    stopped = catalogue.stopped_by(event)
    for row in running:
        if row.code in stopped:
            stop(db, row, event, at)
    going = {row.code for row in running if row.stopped_at is None}
    return [
        start(db, started.code, subject, at)
        for started in catalogue.started_by(event, facts)
        if started.code not in going
    ]


def stop_all(db: Db, subject: Subject, reason: str, at: datetime | None = None) -> None:
    """Nothing counts for this subject any more (entered twice, erased, restricted)."""
    for row in _running(db, subject):
        stop(db, row, reason, at or clock.now())


def pause(db: Db, actor: Actor, row: RunningClock, reason: str, at: datetime | None = None) -> None:
    """Let one clock stand still, on this person's approval; never once it is red."""
    at = at or clock.now()
    _lock(db, row)
    if row.stopped_at is not None or not may_pause(row.clock, row.due_if_resumed(at), reason, at):
        raise Conflict(_("这个期限现在不能暂停。"))
    begin_pause(db, actor, row, reason, at)


def resume(db: Db, actor: Actor, row: RunningClock, reason: str, at: datetime | None = None) -> None:
    """Let one clock go on; other reasons to stand still stay."""
    _lock(db, row)
    if row.stopped_at is None and end_pause(db, row, reason, at or clock.now()):
        audit.record(db, actor, "clock.resumed", row, ["pauses"])


def extend(
    db: Db,
    actor: Actor,
    row: RunningClock,
    more: int,
    *,
    parties: Collection[str],
    consents: Mapping[str, datetime],
) -> None:
    """Add time in the clock's unit, on the signed consent of every party and whom else the law asks (R-09).

    ``parties`` are the keys (ids) of all of them; ``consents`` says who signed when: parties, 'committee', 'head'.
    """
    now = clock.now()
    _lock(db, row)
    ends_at = row.due_if_resumed(now)
    refusal = refuse_extension(
        row.clock, ends_at, parties=parties, consents=consents, more=more, granted=row.extra, at=now
    )
    if row.stopped_at is not None:
        refusal = NoExtension.NOT_EXTENDABLE
    if refusal:
        raise Conflict(str(WHY_NOT_EXTENDED[refusal]))
    texts = {name: at.isoformat() for name, at in consents.items()}
    row.extensions.append(ClockExtension(more=more, consents=texts, granted_at=now, granted_by=account_of(actor)))
    audit.record(db, actor, "clock.extended", row, ["extensions"])
    recount(db, row)


def _running(db: Db, subject: Subject) -> Sequence[RunningClock]:
    mine = select(RunningClock).where(
        RunningClock.subject_type == subject.type,
        RunningClock.subject_id == subject.id,
        RunningClock.stopped_at.is_(None),
    )
    return db.scalars(mine.order_by(RunningClock.id).with_for_update()).all()


def _lock(db: Db, row: RunningClock) -> None:
    """See the row as it is now and keep it so: an event, the tick and a person may come at the same moment."""
    db.flush()
    db.refresh(row, with_for_update=True)
