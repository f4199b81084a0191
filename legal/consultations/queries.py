"""Finding consultations: the lawyer's own, one's own, and the desk's list of who comes when."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import joinedload

from legal.consultations.models import Consultation
from legal.consultations.policy import READ
from portal.accounts.models import Account
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused
from portal.people.persons.models import Person

DAY = timedelta(days=1)


def visible_to(actor: Actor) -> Select[Consultation]:
    """The lawyer's own, unless cancelled, and the person's own."""
    return select(Consultation).where(or_(false(), *_ways(actor)))


def _ways(actor: Actor) -> list[ColumnElement[bool]]:
    ways = []
    if actor.account is not None and (offices := actor.organisations("lawyer")):
        mine = and_(Consultation.lawyer_id == actor.account, Consultation.organisation_id.in_(offices))
        ways.append(and_(mine, Consultation.state != "cancelled"))
    if actor.person is not None:
        ways.append(and_(Consultation.person_id == actor.person, Consultation.matter_id == actor.scope))
    return ways


def get(db: Db, actor: Actor, consultation_id: uuid.UUID) -> Consultation:
    """One consultation with its people; Refused otherwise."""
    found = visible_to(actor).where(Consultation.id == consultation_id).options(*WITH)
    row = db.scalar(found) if READ.door(actor) else None
    if row is None:
        raise Refused(READ.name)
    return row


WITH = (joinedload(Consultation.person), joinedload(Consultation.lawyer), joinedload(Consultation.matter))


def own(db: Db, actor: Actor) -> Consultation:
    """The consultation of somebody who came with its code."""
    row = db.scalar(visible_to(actor).where(Consultation.matter_id == actor.scope).options(*WITH))
    if row is None or actor.person is None:
        raise Refused(READ.name)
    return row


def of_matter(db: Db, matter_id: uuid.UUID) -> Consultation | None:
    """The consultation whose matter this is; no right follows from it."""
    return db.scalar(select(Consultation).where(Consultation.matter_id == matter_id))


def locked(db: Db, consultation_id: uuid.UUID) -> Consultation:
    """The row, held until the commit."""
    held = select(Consultation).where(Consultation.id == consultation_id).with_for_update(of=Consultation)
    return db.scalars(held.execution_options(populate_existing=True)).one()


def day_of(db: Db, actor: Actor, first: date, days: int) -> Sequence[Consultation]:
    """The lawyer's appointments of some days, in the order of time."""
    rows = visible_to(actor).where(*_within(db, first, days)).options(*WITH)
    return db.scalars(rows.order_by(Consultation.starts_at, Consultation.id)).all()


def _within(db: Db, first: date, days: int) -> tuple[ColumnElement[bool], ...]:
    zone = ZoneInfo(db.info["settings"].zone)
    begin, end = (datetime.combine(day, time.min, zone) for day in (first, first + days * DAY))
    return Consultation.starts_at >= begin, Consultation.starts_at < end


def unsettled(db: Db, actor: Actor, before: datetime) -> Sequence[Consultation]:
    """Appointments of the lawyer whose time is over and of which nobody has said how they went."""
    rows = visible_to(actor).where(Consultation.state.in_(("booked", "arrived", "started")))
    rows = rows.where(Consultation.lawyer_id == actor.account, Consultation.ends_at < before).options(*WITH)
    return db.scalars(rows.order_by(Consultation.starts_at)).all()


@dataclass(frozen=True)
class Expected:
    """What the desk knows of an appointment: who comes when, to whom and where; not why."""

    id: uuid.UUID
    starts_at: datetime
    ends_at: datetime
    name: str
    lawyer: str
    organisation: str
    mode: str
    room: str
    state: str
    version: int


def expected(db: Db, actor: Actor, first: date, days: int) -> list[Expected]:
    """Who is expected at the centres behind whose desk the actor stands."""
    return _expected(db, Consultation.center_id.in_(actor.organisations("clerk")), *_within(db, first, days))


def expected_one(db: Db, actor: Actor, consultation_id: uuid.UUID) -> Expected:
    """One of them; Refused otherwise."""
    here = Consultation.center_id.in_(actor.organisations("clerk"))
    for row in _expected(db, here, Consultation.id == consultation_id):
        return row
    raise Refused("consultation.desk")


def _expected(db: Db, *conditions: ColumnElement[bool]) -> list[Expected]:
    rows = select(Consultation, Person.name, Account.display_name).where(*conditions)
    rows = rows.join(Person, Person.id == Consultation.person_id).join(Account, Account.id == Consultation.lawyer_id)
    found = db.execute(rows.order_by(Consultation.starts_at, Consultation.id)).all()
    return [
        Expected(
            row.id, row.starts_at, row.ends_at, name, lawyer, row.organisation.name(), row.mode,
            row.venue.name() if row.venue else "", row.state, row.version,
        )
        for row, name, lawyer in found
    ]  # fmt: skip


def on_page(db: Db, actor: Actor) -> tuple[Consultation | None, Sequence[Consultation]]:
    """For somebody who came with a code: the consultation whose code it is, or what they have booked from the page of
    their dispute: theirs alone, the other side sees nothing."""
    if actor.person is None:
        return None, ()
    asked = and_(Consultation.about_id == actor.scope, Consultation.asked_by == actor.person)
    rows = select(Consultation).where(or_(Consultation.matter_id == actor.scope, asked)).options(*WITH)
    found = db.scalars(rows.order_by(Consultation.starts_at)).all()
    own = next((row for row in found if row.matter_id == actor.scope), None)
    return own, [row for row in found if row is not own]
