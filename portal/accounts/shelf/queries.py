"""The cases that an account keeps."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, select

from portal.accounts.models import KeptCase
from portal.accounts.shelf.policy import KEPT
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused


def visible_to(actor: Actor) -> Select[KeptCase]:
    """The cases of this account; staff keep none."""
    return select(KeptCase).where(KeptCase.account_id == (actor.account if KEPT.door(actor) else None))


def mine(db: Db, actor: Actor) -> Sequence[KeptCase]:
    """The newest first."""
    return db.scalars(visible_to(actor).order_by(KeptCase.since.desc(), KeptCase.id.desc())).all()


def get(db: Db, actor: Actor, case_id: uuid.UUID) -> KeptCase:
    """One of one's own, or Refused."""
    row = db.scalar(visible_to(actor).where(KeptCase.id == case_id))
    if row is None:
        raise Refused
    return row
