"""Who has done what since a page was opened, as its reader may know it: for pages that show an older state.

Those who handle a matter read names. A party reads the sentences of their own timeline and never who else it was: a
notice that does not say who has stopped is not given away by a page that does.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Account
from portal.kernel.audit import AuditLine
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor
from portal.kernel.web.staleness import Change, Held, words_of
from portal.matters import sentences
from portal.matters.models import Matter, TimelineEntry
from portal.matters.policy import standing_in
from portal.matters.rules import HANDLING, may_read
from portal.people.persons.models import Person

MOST = 5
TOLD = frozenset({"matters", "mediation_cases"})
"""Tables whose acts stand in the timeline."""


def since(db: Db, actor: Actor, held: Held) -> Sequence[Change]:
    """The last acts, oldest first; of a page that does not say when it was opened, the very last one."""
    matter = db.get(Matter, held.matter_id) if held.matter_id else None
    found = _told(db, actor, matter, held.since) if matter is not None else []
    if actor.is_staff and (held.table not in TOLD or not found):
        found += _recorded(db, actor, matter, held)
    found.sort(key=lambda change: change.at)
    return found[-MOST if held.since else -1 :]


def _told(db: Db, actor: Actor, matter: Matter, moment: datetime | None) -> list[Change]:
    sides = standing_in(db, actor, matter).sides
    rows = select(TimelineEntry).where(TimelineEntry.matter_id == matter.id)
    rows = rows.where(TimelineEntry.at >= moment) if moment else rows
    newest = db.scalars(rows.order_by(TimelineEntry.seq.desc()).limit(4 * MOST))
    mine = [row for row in newest if may_read(row.audience, sides)][:MOST]
    names, zone = _Names(db, actor, matter, mine), db.info["settings"].zone
    return [Change(row.at, names.of(row), sentences.happened(row.key, row.params, zone)) for row in reversed(mine)]


def _recorded(db: Db, actor: Actor, matter: Matter | None, held: Held) -> list[Change]:
    """From the record: the act, and which of the form's answers it has changed."""
    rows = select(AuditLine).where(AuditLine.subject_type == held.table, AuditLine.subject_id == held.id)
    rows = rows.where(AuditLine.at >= held.since) if held.since else rows
    newest = db.scalars(rows.order_by(AuditLine.id.desc()).limit(4 * MOST))
    acts = [(row, words_of(row.action)) for row in newest]
    known = [(row, words) for row, words in acts if words][:MOST]
    names = _Names(db, actor, matter, [row for row, _words in known])
    return [Change(row.at, names.of(row), _with_fields(words, row.fields, held)) for row, words in reversed(known)]


def _with_fields(words: str, fields: Iterable[str], held: Held) -> str:
    changed = [held.labels[name] for name in fields if name in held.labels]
    return _("%(act)s（%(fields)s）", act=words, fields=_("、").join(changed)) if changed else words


class _Names:
    """Who has done something, as the reader may know it."""

    def __init__(self, db: Db, actor: Actor, matter: Matter | None, rows: Sequence[Any]) -> None:
        self.actor = actor
        handles = matter is not None and standing_in(db, actor, matter).is_one_of(HANDLING)
        self.accounts = _named(db, Account.id, Account.display_name, [row.account_id for row in rows])
        self.persons = _named(db, Person.id, Person.name, [row.person_id for row in rows]) if handles else {}

    def of(self, row: Any) -> str:
        """A name, a role, or nobody in particular."""
        if row.account_id is None and row.person_id is None:
            return _("系统")
        own = (self.actor.account, self.actor.person)
        if (row.account_id is not None and row.account_id == own[0]) or (row.person_id and row.person_id == own[1]):
            return _("您自己")
        if not self.actor.is_staff:
            return _("参与这件事的其他人")
        if row.account_id is not None:
            return self.accounts.get(row.account_id, _("工作人员"))
        return self.persons.get(row.person_id, _("一位当事人"))


def _named(db: Db, key: Any, name: Any, ids: Iterable[Any]) -> dict[Any, str]:
    asked = {one for one in ids if one is not None}
    return {row[0]: row[1] for row in db.execute(select(key, name).where(key.in_(asked)))} if asked else {}
