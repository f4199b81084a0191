"""Finding service records."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import contains_eager

from legal.consultations.models import Consultation
from legal.records.models import ConsultationRecord
from legal.records.policy import READ
from legal.records.rules import load
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused

SEALED = ConsultationRecord.state == "sealed"


def visible_to(actor: Actor) -> Select[ConsultationRecord]:
    """A lawyer's own, a person's own when signed, an officer's where the person agreed."""
    rows = select(ConsultationRecord).join(ConsultationRecord.consultation)
    rows = rows.options(contains_eager(ConsultationRecord.consultation))
    return rows.where(or_(false(), *_ways(actor)))


def _ways(actor: Actor) -> list[ColumnElement[bool]]:
    ways = []
    if actor.account is not None:
        offices = actor.organisations("lawyer")
        ways.append(and_(Consultation.lawyer_id == actor.account, Consultation.organisation_id.in_(offices)))
        aid = actor.organisations("legal_aid_officer")
        ways.append(and_(SEALED, ConsultationRecord.aid_shared, Consultation.organisation_id.in_(aid)))
    if actor.person is not None:
        ways.append(and_(SEALED, Consultation.person_id == actor.person, Consultation.matter_id == actor.scope))
    return ways


def get(db: Db, actor: Actor, record_id: uuid.UUID) -> ConsultationRecord:
    """One record; Refused otherwise."""
    found = db.scalar(visible_to(actor).where(ConsultationRecord.id == record_id)) if READ.door(actor) else None
    if found is None:
        raise Refused(READ.name)
    return found


def of(db: Db, actor: Actor, consultation_id: uuid.UUID) -> Sequence[ConsultationRecord]:
    """All versions of one consultation's record that the actor may read, the newest first."""
    rows = visible_to(actor).where(ConsultationRecord.consultation_id == consultation_id)
    return db.scalars(rows.order_by(ConsultationRecord.edition.desc())).all()


def newest(db: Db, consultation_id: uuid.UUID) -> ConsultationRecord | None:
    """The version that counts, for services that have asked for the right already."""
    rows = select(ConsultationRecord).where(ConsultationRecord.consultation_id == consultation_id)
    return db.scalar(rows.order_by(ConsultationRecord.edition.desc()).limit(1))


def editions(db: Db, consultation_id: uuid.UUID) -> Sequence[ConsultationRecord]:
    """All versions, the first first; for services as well."""
    rows = select(ConsultationRecord).where(ConsultationRecord.consultation_id == consultation_id)
    return db.scalars(rows.order_by(ConsultationRecord.edition)).all()


def to_follow_up(db: Db, actor: Actor) -> Sequence[ConsultationRecord]:
    """Questions that the lawyer has promised to answer later, the nearest day first."""
    rows = visible_to(actor).where(SEALED, Consultation.lawyer_id == actor.account)
    rows = rows.where(ConsultationRecord.follow_up_on.is_not(None), ConsultationRecord.followed_up_at.is_(None))
    return db.scalars(rows.order_by(ConsultationRecord.follow_up_on, ConsultationRecord.id)).all()


def shared(db: Db, actor: Actor, limit: int = 60) -> Sequence[ConsultationRecord]:
    """What was passed on to the legal-aid officer."""
    rows = visible_to(actor).where(ConsultationRecord.aid_shared, SEALED)
    return db.scalars(rows.order_by(ConsultationRecord.id.desc()).limit(limit)).all()


def licence_of(db: Db, lawyer_id: uuid.UUID) -> str:
    """The licence number that this lawyer wrote on their last record."""
    rows = select(ConsultationRecord).where(ConsultationRecord.lawyer_id == lawyer_id, SEALED)
    row = db.scalar(rows.order_by(ConsultationRecord.id.desc()).limit(1))
    return load(row.content).licence if row is not None else ""
