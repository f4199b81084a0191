"""Versions on screen that wait for staff: for the mediator's or recorder's signature, for the committee's seal."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from mediation.agreements.models import Agreement, AgreementVersion, Signer
from mediation.agreements.rules import COMMITTEE, MEDIATOR, PARTY, RECORDER
from mediation.cases.models import MediationCase
from mediation.cases.policy import opens
from portal.kernel.db import Db
from portal.kernel.policy import Actor


def _signing(actor: Actor) -> Select[AgreementVersion]:
    """Open versions on screen in files that the actor may open."""
    rows = select(AgreementVersion).join(Agreement, Agreement.id == AgreementVersion.agreement_id)
    rows = rows.join(MediationCase, MediationCase.id == Agreement.case_id)
    rows = rows.where(AgreementVersion.state == "open", AgreementVersion.path == "electronic")
    return rows.where(MediationCase.state == "signing", opens(actor))


def _to_sign(actor: Actor) -> Select[AgreementVersion]:
    """The actor's own place is empty, and no party's is."""
    mine, party = aliased(Signer), aliased(Signer)
    here = exists().where(mine.version_id == AgreementVersion.id, mine.account_id == actor.account)
    here = here.where(mine.kind.in_((MEDIATOR, RECORDER)), mine.marked_at.is_(None))
    first = exists().where(party.version_id == AgreementVersion.id, party.kind == PARTY, party.marked_at.is_(None))
    return _signing(actor).where(here, ~first)


def _to_seal(actor: Actor) -> Select[AgreementVersion]:
    committees = actor.organisations("committee_head")
    paper = and_(Signer.prefers_ink_at.is_not(None), Signer.prefers_ink_at >= Signer.consented_at)
    waiting = exists().where(
        Signer.version_id == AgreementVersion.id, Signer.kind != COMMITTEE, or_(Signer.marked_at.is_(None), paper)
    )
    here = (MediationCase.committee_id.in_(committees), MediationCase.mediator_id != actor.account)
    return _signing(actor).where(*here, ~waiting)


def to_sign(db: Db, actor: Actor) -> Sequence[AgreementVersion]:
    """What waits for the actor's own signature, longest waiting first."""
    return _rows(db, _to_sign(actor))


def to_seal(db: Db, actor: Actor) -> Sequence[AgreementVersion]:
    """What waits for the seal of the actor's committee, longest waiting first."""
    return _rows(db, _to_seal(actor))


def _rows(db: Db, found: Select[AgreementVersion]) -> Sequence[AgreementVersion]:
    rows = found.options(joinedload(AgreementVersion.agreement).joinedload(Agreement.case))
    rows = rows.options(joinedload(AgreementVersion.paper), selectinload(AgreementVersion.signers))
    return db.scalars(rows.order_by(AgreementVersion.frozen_at).limit(100)).all()


def count_to_sign(db: Db, actor: Actor) -> int:
    """For the menu: how many, up to 100."""
    return _count(db, _to_sign(actor))


def count_to_seal(db: Db, actor: Actor) -> int:
    """For the menu: how many, up to 100."""
    return _count(db, _to_seal(actor))


def _count(db: Db, found: Select[AgreementVersion]) -> int:
    some = found.with_only_columns(AgreementVersion.id).limit(100).subquery()
    return db.scalar(select(func.count()).select_from(some)) or 0
