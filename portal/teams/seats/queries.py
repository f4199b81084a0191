"""One's own seats; the team of a mediation; what lies before a party."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.kernel import clock
from portal.kernel.db import Db, remembered
from portal.kernel.policy import Actor, Refused
from portal.matters.models import Matter, Party
from portal.matters.speaking import spoken_for
from portal.people.persons.models import Person
from portal.teams.seats.models import Advice, CaseTeam, Seat, SeatConsent, TeamReview
from portal.teams.seats.policy import ANSWER, READ, theirs
from portal.teams.seats.rules import LIVE, PUT_TO_PARTIES

MANY = 100


def visible_to(actor: Actor) -> Select[Seat]:
    """The seats the actor is asked to take, or sits on."""
    return select(Seat).join(CaseTeam, CaseTeam.id == Seat.team_id).where(theirs(actor, clock.now()))


def get(db: Db, actor: Actor, seat_id: uuid.UUID) -> Seat:
    """One of them, with its team and matter; Refused otherwise."""
    found = visible_to(actor).where(Seat.id == seat_id).options(joinedload(Seat.team).joinedload(CaseTeam.matter))
    seat = db.scalar(found) if READ.door(actor) else None
    if seat is None:
        raise Refused(READ.name)
    return seat


def was_called(db: Db, actor: Actor, seat_id: uuid.UUID) -> bool:
    """Whether this was the actor's own seat: an old message may lead here when there is nothing left to do."""
    mine = select(Seat.id).where(Seat.id == seat_id, Seat.account_id == actor.account)
    return READ.door(actor) and actor.account is not None and db.scalar(mine) is not None


def docket(db: Db, actor: Actor) -> Sequence[Seat]:
    """All of one's own, what waits for a word first, then the newest."""
    rows = visible_to(actor).options(joinedload(Seat.team).joinedload(CaseTeam.matter))
    return db.scalars(rows.order_by(Seat.state != "invited", Seat.id.desc()).limit(MANY)).all()


def count(db: Db, actor: Actor) -> int:
    """How many wait for the actor's statement, for the rail."""
    rows = visible_to(actor).where(Seat.state == "invited").with_only_columns(Seat.id).limit(MANY)
    return db.scalar(select(func.count()).select_from(rows.subquery())) or 0


def names(db: Db, matter_id: uuid.UUID) -> Sequence[str]:
    """The parties' names: no more than comparing takes."""
    rows = select(Person.name).join(Party, Party.person_id == Person.id).where(Party.matter_id == matter_id)
    return db.scalars(rows.where(Party.left_at.is_(None)).order_by(Party.position)).all()


def of_holder(db: Db, holder: uuid.UUID) -> CaseTeam | None:
    """The team of a mediation; no right follows from it."""
    return db.scalar(select(CaseTeam).where(CaseTeam.holder == holder).options(joinedload(CaseTeam.matter)))


def of_matter(db: Db, matter_id: uuid.UUID) -> CaseTeam | None:
    """The team that runs in a matter."""
    return next((team for team in _teams(db, matter_id) if team.ended_at is None), None)


def _teams(db: Db, matter_id: uuid.UUID) -> Sequence[CaseTeam]:
    """Those of a matter, the newest first."""
    rows = select(CaseTeam).where(CaseTeam.matter_id == matter_id).options(joinedload(CaseTeam.matter))
    return remembered(db, ("teams", matter_id), lambda: db.scalars(rows.order_by(CaseTeam.id.desc())).all())


def locked(db: Db, team_id: uuid.UUID) -> CaseTeam:
    """The row, held until the commit: whoever changes a team comes here first, one after the other."""
    held = select(CaseTeam).where(CaseTeam.id == team_id).with_for_update()
    return db.scalars(held.execution_options(populate_existing=True)).one()


def seats(db: Db, team: CaseTeam, *states: str) -> Sequence[Seat]:
    """Those of a team, in the order of asking; read as they are now."""
    rows = select(Seat).where(Seat.team_id == team.id).options(selectinload(Seat.consents))
    rows = rows.where(Seat.state.in_(states)) if states else rows
    return db.scalars(rows.order_by(Seat.id).execution_options(populate_existing=True)).unique().all()


def seat_of(db: Db, team: CaseTeam, seat_id: uuid.UUID) -> Seat:
    """One of a team's; Refused if it is another's."""
    found = next((one for one in seats(db, team) if one.id == seat_id), None)
    if found is None:
        raise Refused("team.seat")
    return found


def unwanted(db: Db, team: CaseTeam) -> set[str]:
    """The posts that somebody did not want: nobody is asked for them again."""
    said_no = and_(Seat.state == "left", SeatConsent.answer == "no")
    rows = select(Seat.post).outerjoin(SeatConsent, SeatConsent.seat_id == Seat.id).where(Seat.team_id == team.id)
    return set(db.scalars(rows.where(or_(Seat.state == "refused", said_no))))


def advice_of(db: Db, team: CaseTeam, *, shared: bool = False) -> Sequence[Advice]:
    """What was advised, oldest first."""
    rows = select(Advice).join(Seat, Seat.id == Advice.seat_id).where(Seat.team_id == team.id)
    return db.scalars((rows.where(Advice.shared_at.is_not(None)) if shared else rows).order_by(Advice.id)).all()


def reviews(db: Db, team: CaseTeam) -> Sequence[TeamReview]:
    """The notes signed off, oldest first."""
    return db.scalars(select(TeamReview).where(TeamReview.team_id == team.id).order_by(TeamReview.id)).all()


def before(db: Db, actor: Actor) -> list[tuple[Seat, str]]:
    """What a party is asked about, each with their own answer so far; nothing of anybody else's."""
    team = of_matter(db, actor.scope) if ANSWER.door(actor) and actor.scope else None
    if team is None:
        return []
    there = [seat for seat in seats(db, team, *PUT_TO_PARTIES) if ANSWER.allows(db, actor, seat)]
    own = [(seat, mine(db, actor, seat)) for seat in there]
    return [(seat, said[0].answer) for seat, said in own if said]


def mine(db: Db, actor: Actor, seat: Seat) -> list[SeatConsent]:
    """The places that are the actor's to fill, a guardian may have several; unanswered ones first."""
    found = [one for one in seat.consents if one.party.left_at is None and _speaks(db, actor, one.party)]
    return sorted(found, key=lambda one: one.answer != "pending")


def _speaks(db: Db, actor: Actor, party: Party) -> bool:
    return actor.person is not None and party.id in {one.id for one in spoken_for(db, party.matter_id, actor.person)}


def party_team(db: Db, actor: Actor, matter: Matter) -> CaseTeam | None:
    """The newest team of the matter in which a party stands, also one that has ended: its shared advice stays."""
    stands = ANSWER.door(actor) and actor.scope == matter.id
    return next(iter(_teams(db, matter.id)), None) if stands else None


def live(db: Db, team: CaseTeam) -> Sequence[Seat]:
    """Those that are not over."""
    return seats(db, team, *LIVE)
