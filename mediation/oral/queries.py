"""Finding oral agreements: the committee's register, what waits for its seal, and the one of a matter."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload

from mediation.cases.models import MediationCase
from mediation.cases.policy import opens
from mediation.oral.models import OralAgreement, OralObjection
from mediation.oral.policy import CONTEST, READ
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused

PAGE = 30


def visible_to(actor: Actor) -> Select[OralAgreement]:
    """Those whose file the actor opens."""
    file = exists().where(MediationCase.id == OralAgreement.case_id, opens(actor)).correlate(OralAgreement)
    return select(OralAgreement).where(file)


def get(db: Db, actor: Actor, oral_id: uuid.UUID) -> OralAgreement:
    """One of them; Refused otherwise."""
    found = db.scalar(visible_to(actor).where(OralAgreement.id == oral_id)) if READ.door(actor) else None
    if found is None:
        raise Refused(READ.name)
    return found


def register(db: Db, actor: Actor, after: uuid.UUID | None = None) -> Sequence[OralAgreement]:
    """口头协议登记簿: up to a page and one more, newest first."""
    rows = visible_to(actor).options(joinedload(OralAgreement.paper))
    if after is not None:
        rows = rows.where(OralAgreement.id < after)
    return db.scalars(rows.order_by(OralAgreement.id.desc()).limit(PAGE + 1)).all()


def _to_seal(actor: Actor) -> Select[OralAgreement]:
    heads = actor.organisations("committee_head")
    rows = visible_to(actor).where(OralAgreement.committee_id.in_(heads), OralAgreement.seal_at.is_(None))
    return rows.where(OralAgreement.recorded_by != actor.account)


def to_seal(db: Db, actor: Actor) -> Sequence[OralAgreement]:
    """What waits for the seal of the actor's committee, longest waiting first."""
    rows = _to_seal(actor).options(joinedload(OralAgreement.paper))
    return db.scalars(rows.order_by(OralAgreement.id).limit(100)).all()


def count_to_seal(db: Db, actor: Actor) -> int:
    """For the menu: how many, up to 100."""
    if not actor.organisations("committee_head"):
        return 0
    some = _to_seal(actor).with_only_columns(OralAgreement.id).limit(100).subquery()
    return db.scalar(select(func.count()).select_from(some)) or 0


def of_case(db: Db, case_id: uuid.UUID) -> OralAgreement | None:
    """The oral agreement of a mediation; no right follows from it."""
    rows = select(OralAgreement).where(OralAgreement.case_id == case_id).options(joinedload(OralAgreement.paper))
    return db.scalar(rows)


def of_matter(db: Db, matter_id: uuid.UUID) -> OralAgreement | None:
    """The oral agreement of a matter; no right follows from it."""
    rows = select(OralAgreement).where(OralAgreement.matter_id == matter_id)
    return db.scalar(rows.options(joinedload(OralAgreement.paper)))


def own(db: Db, actor: Actor) -> OralAgreement:
    """The one of somebody who came with a case code; Refused otherwise."""
    found = of_matter(db, actor.scope) if CONTEST.door(actor) and actor.scope is not None else None
    if found is None or not CONTEST.allows(db, actor, found):
        raise Refused(CONTEST.name)
    return found


def locked(db: Db, oral_id: uuid.UUID) -> OralAgreement:
    """The row, held until the commit."""
    held = select(OralAgreement).where(OralAgreement.id == oral_id).with_for_update(of=OralAgreement)
    return db.scalars(held.execution_options(populate_existing=True)).one()


def objections(db: Db, oral: OralAgreement) -> Sequence[OralObjection]:
    """What was said against it, oldest first."""
    return db.scalars(select(OralObjection).where(OralObjection.oral_id == oral.id).order_by(OralObjection.id)).all()
