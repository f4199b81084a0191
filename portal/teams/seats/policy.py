"""Who sees a seat: whoever is asked to take it, while they hold the post's role; who answers to it: the parties."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select

from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor, Permission, role
from portal.matters.holding import held_by
from portal.matters.models import Involvement, Matter
from portal.matters.rules import TEAM_STAYS
from portal.matters.speaking import spoken_for
from portal.teams.roster.rules import POSTS
from portal.teams.seats.models import CaseTeam, Seat
from portal.teams.seats.rules import LIVE, PUT_TO_PARTIES


def holds_post(actor: Actor, seat: Seat) -> bool:
    """Whether this is the actor's own seat and their office still stands behind it (R-08)."""
    return actor.account is not None and seat.account_id == actor.account and actor.has(seat.post)


def theirs(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """``READ`` as a condition on ``Seat`` joined with ``CaseTeam``."""
    posts = [post for post in POSTS if actor.has(post)]
    own = and_(Seat.account_id == actor.account, Seat.post.in_(posts), Seat.state.in_(LIVE))
    reads_on = and_(Seat.state == "seated", CaseTeam.ended_at > now - TEAM_STAYS)
    return and_(own, or_(CaseTeam.ended_at.is_(None), reads_on))


def _reads(db: Db, actor: Actor, seat: Seat) -> bool:
    """Until thirty days after the matter was closed (domain §5.2(1))."""
    ended = db.get_one(CaseTeam, seat.team_id).ended_at
    runs = ended is None or (seat.state == "seated" and ended > clock.now() - TEAM_STAYS)
    return holds_post(actor, seat) and seat.state in LIVE and runs


def _states(db: Db, actor: Actor, seat: Seat) -> bool:
    return holds_post(actor, seat) and seat.state == "invited" and _runs(db, seat)


def _sits(db: Db, actor: Actor, seat: Seat) -> bool:
    return holds_post(actor, seat) and seat.state == "seated" and _runs(db, seat)


def _runs(db: Db, seat: Seat) -> bool:
    return db.get_one(CaseTeam, seat.team_id).ended_at is None


def _is_asked(db: Db, actor: Actor, seat: Seat) -> bool:
    """A party in the matter, or whoever speaks for them."""
    matter_id = db.get_one(CaseTeam, seat.team_id).matter_id
    if actor.person is None or matter_id != actor.scope or seat.state not in PUT_TO_PARTIES or not _runs(db, seat):
        return False
    if not any(party.left_at is None for party in spoken_for(db, matter_id, actor.person)):
        return False
    inside = (Involvement.matter_id == matter_id, Matter.id == Involvement.matter_id, held_by(actor))
    return bool(db.scalar(select(exists().where(*inside))))


def _with_code(actor: Actor) -> bool:
    return actor.person is not None and actor.scope is not None


READ = Permission("team.read", role(*POSTS), _reads)
STATE = Permission("team.state", role(*POSTS), _states)
SIT = Permission("team.sit", role(*POSTS), _sits)
ANSWER = Permission("team.answer", _with_code, _is_asked)
