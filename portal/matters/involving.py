"""Letting somebody into a matter and out again; their rooms learn of it at once."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from portal.contracts.events import InvolvementChanged
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.policy import Actor
from portal.matters.models import Involvement, Matter
from portal.matters.rules import CAPACITIES, HELPING, SHUT, TEAM_STAYS


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
    until: datetime | None = None,
    act: str,
) -> Involvement:
    """Open an involvement for one person, account or organisation, if need be only ``until`` then; the same one twice
    is one.

    The right to do so is that of the calling act, named in ``act``. Who is called in to help once the matter is closed
    (an alarm is answered late) stays as long as those who were there before.
    """
    holder = (person_id, account_id, organisation_id)
    if capacity not in CAPACITIES or sum(one is not None for one in holder) != 1:
        raise ValueError(f"{capacity} needs one holder")
    row = Involvement(matter_id=matter.id, capacity=capacity, side=side, since=clock.now(), opened_by=act, until=until)
    row.person_id, row.account_id, row.organisation_id = holder
    if matter.closed_at is not None and capacity in HELPING:
        row.until, row.ended_by = row.since + TEAM_STAYS, "matter.closed"
    if until is not None:
        row.ended_by = act
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


def keep_out(db: Db, actor: Actor, matter: Matter, account_id: uuid.UUID, act: str) -> None:
    """Until they have said whether they have an interest, every way of this account into the matter is shut,
    through whichever desk (domain §5.3)."""
    involve(db, actor, matter, "undeclared", account_id=account_id, act=act)


def let_through(db: Db, actor: Actor, matter: Matter, act: str, account_id: uuid.UUID | None = None) -> None:
    """They have said that they have none, or are not asked any more (without an account: nobody is)."""
    for row in _bars(db, matter.id, account_id):
        if row.capacity == "undeclared":
            end_involvement(db, actor, row, act)


def recuse(db: Db, actor: Actor, matter: Matter, account_id: uuid.UUID, act: str) -> None:
    """They have an interest: the matter is shut to this account for good."""
    involve(db, actor, matter, "recused", account_id=account_id, act=act)
    let_through(db, actor, matter, act, account_id)


def kept_out(db: Db, matter_id: uuid.UUID) -> set[uuid.UUID]:
    """The accounts to which the matter is shut."""
    return {row.account_id for row in _bars(db, matter_id, None) if row.account_id is not None}


def _bars(db: Db, matter_id: uuid.UUID, account_id: uuid.UUID | None) -> Sequence[Involvement]:
    still = or_(Involvement.until.is_(None), Involvement.until > clock.now())
    rows = select(Involvement).where(Involvement.matter_id == matter_id, Involvement.capacity.in_(SHUT), still)
    return db.scalars(rows if account_id is None else rows.where(Involvement.account_id == account_id)).all()


def end_involvement(db: Db, actor: Actor, involvement: Involvement, act: str) -> None:
    """End it now: from this moment its holder sees nothing of the matter. Ending it twice is no mistake."""
    now = clock.now()
    if involvement.until is not None and involvement.until <= now:
        return
    involvement.until, involvement.ended_by = now, act
    db.flush()
    audit.record(db, actor, "involvement.ended", involvement, ["until", "ended_by"])
    publish(db, InvolvementChanged(involvement.matter_id, involvement.account_id, involvement.person_id))
