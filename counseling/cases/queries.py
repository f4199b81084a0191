"""The one gate to a case, the notes of who looked, and who did."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, false, or_, select

from counseling.cases.models import Case
from counseling.cases.policy import CASE, ROLE
from portal.accounts.models import Account
from portal.kernel import audit
from portal.kernel.audit import AuditLine
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused

READ = "counseling.read"
MOST = 500


def visible_to(actor: Actor) -> Select[Case]:
    """The open cases that the actor sees to."""
    centres = actor.organisations(ROLE)
    if actor.account is None or not centres:
        return select(Case).where(false())
    mine = and_(Case.counsellor == actor.account, Case.center_id.in_(centres))
    return select(Case).where(mine, Case.state == "open")


def get(db: Db, actor: Actor, case_id: uuid.UUID) -> Case:
    """One of them, or Refused."""
    found = db.scalar(visible_to(actor).where(Case.id == case_id))
    if found is None:
        raise Refused(CASE.name)
    return found


def held(db: Db, case_id: uuid.UUID) -> Case:
    """The row itself, held until the commit; for services that have found it through a gate."""
    found = select(Case).where(Case.id == case_id).with_for_update(of=Case)
    return db.scalars(found.execution_options(populate_existing=True)).one()


def note_reads(db: Db, actor: Actor, cases: Iterable[Case], fields: Sequence[str]) -> None:
    """Write down who is about to read what of whom; no note, no read."""
    if db.info["writes"]:
        for case in cases:
            audit.note(db, actor, READ, case, fields)
        return
    with db.info["database"].writing() as own:
        for case in cases:
            audit.record(own, actor, READ, case, fields)


class Look(NamedTuple):
    """Somebody read something on a day (as the centre counts days), so many times."""

    line: AuditLine
    who: str


def looks(db: Db, case: Case) -> list[Look]:
    """Who has read what of a case, latest first, from the house's own record of acts and reads."""
    lines = select(AuditLine, Account.display_name).outerjoin(Account, Account.id == AuditLine.account_id)
    lines = lines.where(AuditLine.subject_type == Case.__tablename__, AuditLine.subject_id == case.id)
    found = db.execute(lines.where(AuditLine.action == READ).order_by(AuditLine.id.desc()).limit(MOST))
    return [Look(line, name or "") for line, name in found]


def old(db: Db, drafts_before: datetime, touched_before: datetime) -> Sequence[Case]:
    """Cases so old that somebody must look whether they have been kept long enough."""
    drafts = and_(Case.state == "draft", Case.opened_at < drafts_before)
    others = and_(Case.state.in_(("open", "withdrawn")), Case.last_at < touched_before)
    return db.scalars(select(Case).where(or_(drafts, others)).order_by(Case.id)).all()
