"""What comes by itself: a word that was due, the end of reading, people who join the dispute or mediate it anew."""

from sqlalchemy import select

from portal.contracts.events import InvolvementChanged, MatterClosed
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.outbox import Job, enqueue
from portal.kernel.policy import SYSTEM
from portal.matters.models import Involvement
from portal.matters.rules import TEAM_STAYS
from portal.teams.seats import following, queries, rooms
from portal.teams.seats.models import CaseTeam, Seat


def lapse(job: Job) -> None:
    """Whoever has not spoken in time is not waited for; where parties are silent, the answer is no."""
    with job.database.writing() as db:
        seat = db.get(Seat, job.uuid("seat"))
        if seat is None:
            return
        team = queries.locked(db, seat.team_id)
        db.refresh(seat)
        if team.ended_at is not None or seat.due_at > clock.now():
            return
        if seat.state == "invited":
            following.go(db, SYSTEM, seat, "lapsed")
        elif seat.state == "asked":
            following.go(db, SYSTEM, seat, "refused")


def read_no_more(job: Job) -> None:
    """Thirty days after the closing the rooms shut behind the members too; where a matter was opened again since, its
    team is another."""
    with job.database.writing() as db:
        team = db.get(CaseTeam, job.uuid("team"))
        if team is not None and team.ended_at is not None and team.ended_at + TEAM_STAYS <= clock.now():
            for seat in queries.seats(db, team, "seated"):
                rooms.shut_out(db, team, seat)


def matter_closed(db: Db, event: MatterClosed) -> None:
    """Nobody is asked any more; who sits reads for thirty days (domain §5.2(1))."""
    team = queries.of_matter(db, event.matter)
    if team is None:
        return
    team = queries.locked(db, team.id)
    for seat in queries.seats(db, team, "invited", "asked"):
        following.drop(db, SYSTEM, seat, "left")
    team.ended_at = clock.now()
    db.flush()
    audit.record(db, SYSTEM, "team.ended", team, ["ended_at"])
    following.tell_members(db, team, "team.ended")
    enqueue(db, "team.read_no_more", key=team.id.hex, at=team.ended_at + TEAM_STAYS, team=team.id)


def involvement_changed(db: Db, event: InvolvementChanged) -> None:
    """A party more or less: their word counts. Another mediator: they come into the team's room, and out of a seat."""
    team = queries.of_matter(db, event.matter)
    if team is None:
        return
    if event.person is not None:
        for seat in queries.live(db, queries.locked(db, team.id)):
            following.follow(db, seat)
    elif event.account is not None and _mediates(db, event):
        for seat in queries.live(db, queries.locked(db, team.id)):
            if seat.account_id == event.account:
                following.go(db, SYSTEM, seat, "left")
        rooms.ensure(db, team)


def _mediates(db: Db, event: InvolvementChanged) -> bool:
    rows = select(Involvement.id).where(Involvement.matter_id == event.matter, Involvement.until.is_(None))
    rows = rows.where(Involvement.account_id == event.account, Involvement.capacity == "mediator")
    return db.scalar(rows.limit(1)) is not None
