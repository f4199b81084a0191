"""Keeping a case, opening it without the code, putting it away."""

import uuid

from sqlalchemy import select

from portal.accounts.models import KeptCase
from portal.accounts.sessions.services import open_person_session
from portal.accounts.shelf import queries
from portal.accounts.shelf.policy import KEPT
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, require


def keep(db: Db, actor: Actor, matter_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """The holder has given the case's code and its secret: keep it. Keeping it twice is keeping it once."""
    row = KeptCase(account_id=actor.account, matter_id=matter_id, person_id=person_id, since=clock.now())
    require(db, actor, KEPT, row)
    same = select(KeptCase.id).where(KeptCase.account_id == actor.account, KeptCase.matter_id == matter_id)
    if db.scalar(same.where(KeptCase.person_id == person_id)) is None:
        db.add(row)
        db.flush()
        audit.record(db, actor, "case.kept", row)


def open_kept(db: Db, actor: Actor, case_id: uuid.UUID, device: str) -> tuple[KeptCase, str]:
    """A visit to a kept case: the case, and the token for ``step_into``."""
    row = queries.get(db, actor, case_id)
    return row, open_person_session(db, row.person_id, row.matter_id, device, opened_by=row.account_id)


def put_away(db: Db, actor: Actor, case_id: uuid.UUID) -> None:
    """Keep it no longer; code and PIN still open it."""
    row = queries.get(db, actor, case_id)
    audit.record(db, actor, "case.put_away", row)
    db.delete(row)
    db.flush()
