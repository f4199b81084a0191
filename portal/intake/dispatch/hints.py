"""The first suggestion of the matcher for the queue: one query a page, and the read of the words is written down."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from portal.intake.dispatch.models import Triage
from portal.intake.dispatch.policy import TRIAGE
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.docket.hints import Hint
from portal.matters.words import class_name

WORDS = 4
"""Words of a suggestion that a row has room for; the page of the triage shows all."""


def of_matters(db: Db, actor: Actor, matters: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Hint]:
    """For matters that lie on the actor's desk and wait for their triage."""
    if not TRIAGE.door(actor):
        return {}
    rows = db.scalars(select(Triage).where(Triage.matter_id.in_(matters), Triage.decided_at.is_(None))).all()
    if rows:
        audit.note(db, actor, "triage.proposals_read", Triage.__tablename__, ["proposal"])
    return {row.matter_id: _hint(row) for row in rows}


def _hint(row: Triage) -> Hint:
    proposal = row.proposal
    first = next(iter(proposal["candidates"]), None)
    danger = proposal["danger_matched"] if proposal.get("danger") else ()
    if first is None:
        return Hint("", (), tuple(danger[:WORDS]))
    return Hint(class_name(first["code"]), tuple(first["matched"][:WORDS]), tuple(danger[:WORDS]))
