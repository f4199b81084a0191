"""Finding papers: for an actor through their part in the matter, for the public page by code, token or hash."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import joinedload

from portal.directory.organisations.models import Organisation
from portal.documents.papers.models import Paper, PaperDelivery, SealPicture
from portal.documents.papers.policy import HAND_OVER, KEEP_SEAL, OWN_COPIES, READ
from portal.documents.papers.rules import AUDIENCES, delivery_state
from portal.kernel.crypto import token_hash
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused
from portal.matters.holding import held_by
from portal.matters.models import Involvement, Matter
from portal.notices.models import Delivery


def visible_to(actor: Actor) -> Select[Paper]:
    """The papers the actor may read: frozen at least, and meant for what they are in the matter."""
    ways = [and_(Paper.audience == audience, _stands(actor, names)) for audience, names in AUDIENCES.items()]
    return select(Paper).where(Paper.state != "draft", or_(false(), *ways))


def _stands(actor: Actor, capacities: frozenset[str]) -> ColumnElement[bool]:
    here = (Involvement.matter_id == Paper.matter_id, Matter.id == Involvement.matter_id)
    held = (held_by(actor), Involvement.capacity.in_(capacities))
    return exists().where(*here, *held).correlate(Paper)


def get(db: Db, actor: Actor, paper_id: uuid.UUID) -> Paper:
    """One paper; Refused otherwise."""
    found = db.scalar(visible_to(actor).where(Paper.id == paper_id)) if READ.door(actor) else None
    if found is None:
        raise Refused(READ.name)
    return found


def of_matter(db: Db, actor: Actor, matter_id: uuid.UUID) -> Sequence[Paper]:
    """The papers of a matter that the actor may read, newest first."""
    rows = visible_to(actor).where(Paper.matter_id == matter_id).options(joinedload(Paper.belongs_to))
    return db.scalars(rows.order_by(Paper.id.desc())).all()


def to_hand_over(db: Db, actor: Actor, paper_id: uuid.UUID) -> Paper:
    """A paper whose copies the actor hands over, whether or not they may read it; Refused otherwise."""
    found = db.get(Paper, paper_id)
    if found is None or not HAND_OVER.allows(db, actor, found):
        raise Refused(HAND_OVER.name)
    return found


def handed_over_in(db: Db, actor: Actor, matter_id: uuid.UUID) -> Sequence[Paper]:
    """Those of a matter, newest first."""
    rows = db.scalars(select(Paper).where(Paper.matter_id == matter_id).order_by(Paper.id.desc()))
    return [paper for paper in rows if HAND_OVER.allows(db, actor, paper)]


def by_code(db: Db, code: str) -> Paper | None:
    """The paper of a code as stored; only for the public page, which shows nothing private."""
    return _public(db, Paper.code == code)


def by_token(db: Db, token: str) -> Paper | None:
    """The paper of the token in a QR code."""
    return _public(db, Paper.token_hash == token_hash(token))


def by_hash(db: Db, sha256: str) -> Paper | None:
    """The paper whose finished file has this hash, or whose frozen text has."""
    return _public(db, Paper.sha256 == sha256) or _public(db, Paper.frozen_sha256 == sha256)


def _public(db: Db, condition: ColumnElement[bool]) -> Paper | None:
    rows = select(Paper).where(condition, Paper.frozen_at.is_not(None)).options(joinedload(Paper.owner))
    return db.scalar(rows.order_by(Paper.id.desc()).limit(1))


@dataclass(frozen=True)
class Copy:
    """One party's copy as lists show it."""

    delivery: PaperDelivery
    name: str
    state: str
    sent_at: datetime | None


def copies(db: Db, paper: Paper) -> list[Copy]:
    """Everybody's copy of a paper, with the proof of each; for those who hand copies over."""
    return _copies(db, PaperDelivery.paper_id == paper.id)


def own_copies(db: Db, actor: Actor, matter_id: uuid.UUID) -> list[Copy]:
    """The actor's own copies in a matter."""
    here = PaperDelivery.paper_id.in_(select(Paper.id).where(Paper.matter_id == matter_id))
    found = _copies(db, and_(PaperDelivery.person_id == actor.person, here)) if actor.person else []
    return [copy for copy in found if OWN_COPIES.allows(db, actor, copy.delivery)]


def _copies(db: Db, condition: ColumnElement[bool]) -> list[Copy]:
    sent = select(Delivery.done_at).where(Delivery.notice_id == PaperDelivery.notice_id)
    sent = sent.where(Delivery.state.in_(("sent", "collected"))).order_by(Delivery.id.desc()).limit(1)
    rows = select(PaperDelivery, sent.correlate(PaperDelivery).scalar_subquery()).where(condition)
    rows = rows.options(joinedload(PaperDelivery.person), joinedload(PaperDelivery.paper))
    return [_copy(delivery, sent_at) for delivery, sent_at in db.execute(rows.order_by(PaperDelivery.id))]


def _copy(delivery: PaperDelivery, sent_at: datetime | None) -> Copy:
    told_at = sent_at or (delivery.created_at if delivery.way == "screen" and delivery.notice_id else None)
    state = delivery_state(
        sent=told_at is not None, opened=delivery.opened_at is not None,
        collected=delivery.collected_at is not None, posted=delivery.posted,
    )  # fmt: skip
    return Copy(delivery, delivery.person.name, state, told_at)


def delivery(db: Db, paper: Paper, delivery_id: uuid.UUID) -> PaperDelivery:
    """One copy of this paper."""
    row = db.get(PaperDelivery, delivery_id, options=[joinedload(PaperDelivery.person)])
    if row is None or row.paper_id != paper.id:
        raise Refused(READ.name)
    return row


def kept_committee(db: Db, actor: Actor) -> Organisation:
    """The committee whose seal the actor keeps (the first, should somebody head two)."""
    for organisation_id in sorted(actor.organisations("committee_head"), key=str):
        found = db.get(Organisation, organisation_id)
        if found is not None and KEEP_SEAL.allows(db, actor, found):
            return found
    raise Refused(KEEP_SEAL.name)


def seal_picture(db: Db, organisation_id: uuid.UUID) -> SealPicture | None:
    """The registered seal of a committee, if its head has uploaded it."""
    held = select(SealPicture).where(SealPicture.organisation_id == organisation_id, SealPicture.ended_at.is_(None))
    return db.scalar(held.options(joinedload(SealPicture.file)))
