"""Finding records: one's own as their author, the signed summaries as the client."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, func, select

from counseling.booking.models import Visit
from counseling.cases.models import Case
from counseling.cases.queries import visible_to as cases_of
from counseling.records.models import Amendment, Record
from counseling.records.policy import RECORD
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused


def visible_to(actor: Actor) -> Select[Record]:
    """The records that the actor has written, in cases they see to."""
    mine = cases_of(actor).with_only_columns(Case.id)
    return select(Record).where(Record.author == actor.account, Record.case_id.in_(mine))


def get(db: Db, actor: Actor, record_id: uuid.UUID, *, hold: bool = False) -> Record:
    """One of them, or Refused."""
    found = visible_to(actor).where(Record.id == record_id)
    if hold:
        found = found.with_for_update(of=Record).execution_options(populate_existing=True)
    record = db.scalar(found)
    if record is None:
        raise Refused(RECORD.name)
    return record


def of_visit(db: Db, visit: Visit) -> Record | None:
    """The record of a visit, if one was begun."""
    return db.scalar(select(Record).where(Record.visit_id == visit.id))


def of_case(db: Db, actor: Actor, case: Case) -> Sequence[Record]:
    """The actor's records of a case, latest first."""
    return db.scalars(visible_to(actor).where(Record.case_id == case.id).order_by(Record.number.desc())).all()


def unsigned(db: Db, actor: Actor) -> Sequence[Record]:
    """What the actor has begun and not finished, oldest first."""
    return db.scalars(visible_to(actor).where(Record.state == "writing").order_by(Record.begun_at)).all()


def signed(db: Db, case: Case) -> Sequence[Record]:
    """The finished records of a case, for its client's own page; latest first."""
    found = select(Record).where(Record.case_id == case.id, Record.state == "signed")
    return db.scalars(found.order_by(Record.number.desc())).all()


def amendments(db: Db, record: Record) -> Sequence[Amendment]:
    """What was added, in its order."""
    return db.scalars(select(Amendment).where(Amendment.record_id == record.id).order_by(Amendment.number)).all()


def next_number(db: Db, case: Case) -> int:
    """Counted within the case; the case's row is held by whoever asks."""
    return (db.scalar(select(func.max(Record.number)).where(Record.case_id == case.id)) or 0) + 1
