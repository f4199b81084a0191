"""The team's room: the members who sit and whoever mediates; the parties know nothing of it."""

import uuid

from sqlalchemy import or_, select

from portal.accounts.models import Account
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import SYSTEM
from portal.matters.models import Involvement
from portal.rooms.rooms import services as rooms
from portal.rooms.rooms.models import Room
from portal.teams.seats import queries
from portal.teams.seats.models import CaseTeam, Seat

KIND = "team"


def open_one(db: Db, holder: uuid.UUID) -> Room | None:
    """The room in which the team talks now."""
    rows = select(Room).where(Room.holder == holder, Room.kind == KIND, Room.closed_at.is_(None))
    return db.scalar(rows.order_by(Room.opened_at.desc()).limit(1))


def ensure(db: Db, team: CaseTeam) -> Room | None:
    """Open it as soon as somebody sits and somebody mediates, and let in all who belong there."""
    mediator = _mediator(db, team.matter_id)
    seated = queries.seats(db, team, "seated")
    if mediator is None or not seated or team.ended_at is not None:
        return None
    room = open_one(db, team.holder) or rooms.open_room(db, SYSTEM, KIND, team.holder)
    rooms.let_in(db, SYSTEM, room, name=mediator.display_name, capacity="mediator", account_id=mediator.id)
    for seat in seated:
        rooms.let_in(db, SYSTEM, room, name=seat.account.display_name, capacity=seat.post, account_id=seat.account_id)
    return room


def shut_out(db: Db, team: CaseTeam, seat: Seat) -> None:
    """They leave every room of the mediation at once, open pages included."""
    rooms.let_out(db, SYSTEM, team.holder, account_id=seat.account_id)


def _mediator(db: Db, matter_id: uuid.UUID) -> Account | None:
    still = or_(Involvement.until.is_(None), Involvement.until > clock.now())
    rows = select(Account).join(Involvement, Involvement.account_id == Account.id)
    rows = rows.where(Involvement.matter_id == matter_id, Involvement.capacity == "mediator", still)
    return db.scalars(rows.limit(1)).unique().first()
