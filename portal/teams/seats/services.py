"""What those who are asked do themselves: state whether they may, advise, leave; and what a party answers."""

import uuid

from portal.contracts.events import TeamChanged
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, Refused, require
from portal.matters import services as acts
from portal.teams.interests.excluding import barred
from portal.teams.interests.queries import is_party
from portal.teams.roster.rules import both
from portal.teams.seats import following, queries
from portal.teams.seats.models import Advice, CaseTeam, Seat
from portal.teams.seats.policy import ANSWER, SIT, STATE
from portal.teams.seats.rules import PUT_TO_PARTIES


def state(db: Db, actor: Actor, seat_id: uuid.UUID, *, free: bool) -> Seat:
    """No interest: the parties are asked. Else somebody else is found, and nobody is told which ground it was."""
    team = queries.locked(db, queries.get(db, actor, seat_id).team_id)
    seat = queries.seat_of(db, team, seat_id)
    if seat.state != "invited":
        raise Conflict(_("您已经说明过了，或者这件事不再请您。请看最新的情况。"))
    require(db, actor, STATE, seat)
    seat.declared_at = clock.now()
    if not free:
        following.go(db, actor, seat, "declined")
        return seat
    if _must_not(db, seat):
        raise Conflict(_("您不能参加这件事：您是当事人，或者给其中一方提供过法律服务。请选“不便参加”。"))
    following.enter(db, actor, seat, "asked")
    acts.let_through(db, actor, team.matter, "team.declared", seat.account_id)
    following.ask(db, seat)
    return seat


def _must_not(db: Db, seat: Seat) -> bool:
    """What the house knows by itself, asked again now: people may have been added since (R-18)."""
    matter_id = seat.team.matter_id
    bars = barred(db, seat.post, matter_id, [seat.account_id])
    return is_party(db, matter_id, seat.account_id) or seat.account_id in bars


def advise(db: Db, actor: Actor, seat_id: uuid.UUID, words: str) -> Advice:
    """A note from one post: for the team and the mediator."""
    team = queries.locked(db, queries.get(db, actor, seat_id).team_id)
    seat = queries.seat_of(db, team, seat_id)
    require(db, actor, SIT, seat)
    row = Advice(seat_id=seat.id, at=clock.now())
    row.words = words
    db.add(row)
    db.flush()
    audit.record(db, actor, "team.advised", row, ["words"])
    name = seat.account.display_name
    acts.say(db, actor, team.matter, "team.advised", audience="team", post=both(seat.post), name=name)
    following.tell_members(db, team, "team.advised", but=seat.account_id)
    publish(db, TeamChanged(team.matter_id, team.holder, "advised"))
    return row


def leave(db: Db, actor: Actor, seat_id: uuid.UUID) -> Seat:
    """They cannot go on: from this moment the matter is shut to them."""
    team = queries.locked(db, queries.get(db, actor, seat_id).team_id)
    seat = queries.seat_of(db, team, seat_id)
    if seat.state not in PUT_TO_PARTIES:
        raise Refused(SIT.name)
    following.go(db, actor, seat, "left")
    return seat


def answer(db: Db, actor: Actor, seat_id: uuid.UUID, said: str) -> Seat:
    """A party says whether this person may come. A no later on is as good as one before: they leave at once."""
    team = _asked_in(db, actor)
    seat = queries.seat_of(db, team, seat_id)
    require(db, actor, ANSWER, seat)
    assert actor.person is not None
    for one in queries.mine(db, actor, seat):
        one.answer, one.answered_at, one.answered_by = said, clock.now(), actor.person
        db.flush()
        audit.record(db, actor, "team.answered", one, ["answer"])
    following.follow(db, seat)
    return seat


def _asked_in(db: Db, actor: Actor) -> CaseTeam:
    team = queries.of_matter(db, actor.scope) if actor.scope else None
    if team is None:
        raise Refused(ANSWER.name)
    return queries.locked(db, team.id)
