"""Letting somebody into a matter and out again; their rooms learn of it at once."""

import uuid

from sqlalchemy import or_, select

from portal.contracts.events import InvolvementChanged
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.policy import Actor
from portal.matters.models import Involvement, Matter
from portal.matters.rules import CAPACITIES


def involve(
    db: Db,
    actor: Actor,
    matter: Matter,
    capacity: str,
    *,
    person_id: uuid.UUID | None = None,
    account_id: uuid.UUID | None = None,
    organisation_id: uuid.UUID | None = None,
    side: str | None = None,
    act: str,
) -> Involvement:
    """Open an involvement for one person, account or organisation; the same one twice is one.

    The right to do so is that of the calling act, named in ``act``.
    """
    holder = (person_id, account_id, organisation_id)
    if capacity not in CAPACITIES or sum(one is not None for one in holder) != 1:
        raise ValueError(f"{capacity} needs one holder")
    row = Involvement(matter_id=matter.id, capacity=capacity, side=side, since=clock.now(), opened_by=act)
    row.person_id, row.account_id, row.organisation_id = holder
    row.copy_from(matter)
    same = _open_like(db, row)
    if same is not None:
        return same
    db.add(row)
    db.flush()
    audit.record(db, actor, "involvement.opened", row, ["capacity", "side", "opened_by"])
    publish(db, InvolvementChanged(matter.id, account_id, person_id))
    return row


def _open_like(db: Db, row: Involvement) -> Involvement | None:
    found = select(Involvement).where(
        Involvement.matter_id == row.matter_id,
        Involvement.capacity == row.capacity,
        Involvement.side == row.side,
        Involvement.person_id == row.person_id,
        Involvement.account_id == row.account_id,
        Involvement.organisation_id == row.organisation_id,
        or_(Involvement.until.is_(None), Involvement.until > clock.now()),
    )
    return db.scalar(found.limit(1))


def end_involvement(db: Db, actor: Actor, involvement: Involvement, act: str) -> None:
    """End it now: from this moment its holder sees nothing of the matter. Ending it twice is no mistake."""
    now = clock.now()
    if involvement.until is not None and involvement.until <= now:
        return
    involvement.until, involvement.ended_by = now, act
    db.flush()
    audit.record(db, actor, "involvement.ended", involvement, ["until", "ended_by"])
    publish(db, InvolvementChanged(involvement.matter_id, involvement.account_id, involvement.person_id))
