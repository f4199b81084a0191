"""The story of a matter: adding a sentence to it, reading what is meant for the reader."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.directory.organisations.models import Organisation
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.i18n import show_instant, show_last_day
from portal.kernel.policy import Actor, require
from portal.matters import sentences
from portal.matters.dates import workdays_from_now
from portal.matters.models import Matter, TimelineEntry
from portal.matters.policy import READ, standing_in
from portal.matters.rules import may_read


@dataclass(frozen=True)
class Told:
    """One line of the story in the reader's language."""

    id: uuid.UUID
    at: datetime
    key: str
    text: str
    kind: str
    audience: str
    holder: str


@dataclass(frozen=True)
class Coming:
    """What happens next: the sentence, who has it, by when: ``by`` in words; ``legal``: that is the legal period."""

    text: str
    holder: str
    due_at: datetime | None
    by: str
    legal: bool


def say(
    db: Db,
    actor: Actor,
    matter: Matter,
    key: str,
    *,
    audience: str = "all",
    holder: Organisation | None = None,
    next_key: str | None = None,
    next_due: datetime | None = None,
    **params: Any,
) -> TimelineEntry:
    """Add a sentence for an audience; with ``next_key`` also say what comes next, who has it and by when.

    The next step is read by everybody in the matter, whatever the audience of the entry: word it so.
    """
    for name in (key, next_key):
        if name is not None and not sentences.known(name):
            raise KeyError(f"no sentence is called {name}")
    last = select(func.coalesce(func.max(TimelineEntry.seq), 0)).where(TimelineEntry.matter_id == matter.id)
    days = sentences.within(next_key) if next_key is not None and next_due is None else None
    next_due = workdays_from_now(db, days) if days is not None else next_due
    entry = TimelineEntry(matter_id=matter.id, seq=db.scalars(last).one() + 1, at=clock.now(), key=key)
    entry.audience, entry.due_at = audience, next_due
    entry.account_id, entry.person_id = actor.account, actor.person
    entry.params = {name: sentences.plain(value) for name, value in params.items()}
    entry.holder_id = holder.id if holder else None
    if next_key is not None:
        matter.next_key, matter.next_due_at = next_key, next_due
        if holder is not None:
            matter.holder_id = holder.id
    db.add(entry)
    db.flush()
    db.expire(matter, ["holder"])
    return entry


def timeline_for(db: Db, actor: Actor, matter: Matter) -> list[Told]:
    """The story as far as it is meant for the actor, newest first."""
    require(db, actor, READ, matter)
    sides = standing_in(db, actor, matter).sides
    zone = db.info["settings"].zone
    rows = select(TimelineEntry).options(joinedload(TimelineEntry.holder))
    rows = rows.where(TimelineEntry.matter_id == matter.id).order_by(TimelineEntry.seq.desc(), TimelineEntry.id.desc())
    return [_told(row, zone) for row in db.scalars(rows) if may_read(row.audience, sides)]


def _told(row: TimelineEntry, zone: str) -> Told:
    holder = row.holder.name() if row.holder else ""
    text = sentences.happened(row.key, {"holder": holder, "due": sentences.plain(row.due_at), **row.params}, zone)
    return Told(row.id, row.at, row.key, text, sentences.kind_of(row.key), row.audience, holder)


def coming(db: Db, matter: Matter, *, desk: bool = False) -> Coming:
    """The next step in the reader's language; ``desk`` for those who work on the matter."""
    holder = matter.holder.name()
    params = {"holder": holder, "due": sentences.plain(matter.next_due_at)}
    text = sentences.coming(matter.next_key, params, db.info["settings"].zone, desk=desk)
    return Coming(text, holder, matter.next_due_at, by(db, matter), sentences.is_legal(matter.next_key))


def by(db: Db, matter: Matter) -> str:
    """Until when the next step is to be done, in words: a day where it lasts the whole day, else a moment."""
    if matter.next_due_at is None:
        return ""
    shown = show_last_day if sentences.lasts_the_day(matter.next_key) else show_instant
    return shown(matter.next_due_at, db.info["settings"].zone)
