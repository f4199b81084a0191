"""Opening a case, moving it, writing down that somebody was in touch."""

import uuid

from counseling.cases.models import Case
from counseling.cases.rules import Details, may_become
from counseling.store.sealing import new_key
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import ANONYMOUS, Actor, Conflict


def open_draft(db: Db, center_id: uuid.UUID, details: Details) -> Case:
    """Somebody has agreed to the terms; no time is taken yet. Whoever does not go on is forgotten after two days."""
    now = clock.now()
    case = Case(center_id=center_id, opened_at=now, last_at=now, state="draft")
    case.key_wrapped = new_key(case.id)
    case.details = details
    db.add(case)
    db.flush()
    audit.record(db, ANONYMOUS, "counseling.begun", case)
    return case


def move(db: Db, actor: Actor, case: Case, target: str) -> None:
    """To another state, if the table of moves has it. Clients act as nobody: they are known to their case alone."""
    if not may_become(case.state, target):
        raise Conflict(_("这份登记的状态已经变了，请刷新后再看。"))
    case.state = target
    audit.record(db, actor, f"counseling.{target}", case, ["state"])


def describe(db: Db, case: Case, details: Details) -> None:
    """What they say of themselves, replaced as a whole."""
    case.details = details
    touched(case)
    audit.record(db, ANONYMOUS, "counseling.described", case, ["details"])


def touched(case: Case) -> None:
    """In touch now: the years of keeping are counted from here."""
    case.last_at = clock.now()
