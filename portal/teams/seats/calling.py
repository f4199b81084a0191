"""What the floor that mediates does with a team; the right to do so is that of the calling act."""

import uuid
from dataclasses import dataclass
from datetime import date

from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, Refused
from portal.matters import services as acts
from portal.matters.models import Matter
from portal.teams.roster.rules import both
from portal.teams.seats import following, queries
from portal.teams.seats.models import Advice, CaseTeam, Seat, TeamReview
from portal.teams.seats.offers import offered


@dataclass(frozen=True)
class Call:
    """Whom one asks: for which post, with what question."""

    post: str
    account: uuid.UUID
    question: str


@dataclass(frozen=True)
class Note:
    """A short 会商纪要."""

    held_on: date
    place: str
    decision: str
    steps: str
    next_on: date | None = None


def convene(db: Db, actor: Actor, matter: Matter, holder: uuid.UUID, facts: str) -> CaseTeam:
    """The team of this mediation, with the facts put to it; there is one, and its facts can be written anew."""
    team = queries.of_holder(db, holder)
    if team is None:
        assert actor.account is not None
        team = CaseTeam(matter_id=matter.id, center_id=matter.center_id, holder=holder, convened_at=clock.now())
        team.convened_by = actor.account
        db.add(team)
        db.flush()
        audit.record(db, actor, "team.convened", team, ["holder"])
    team = queries.locked(db, team.id)
    _refuse_ended(team)
    if facts and facts != team.facts:
        team.facts = facts
        db.flush()
        audit.record(db, actor, "team.facts", team, ["facts"])
    return team


def invite(db: Db, actor: Actor, team: CaseTeam, called: Call) -> Seat:
    """Somebody of the standing roster is asked for one post; the file is shut to them until they have said they may."""
    there = {(post, one.id) for post, people in offered(db, team.matter, team) for one in people}
    if (called.post, called.account) not in there:
        raise Conflict(_("现在请不到这位，请重新选择。"))
    assert actor.account is not None
    seat = Seat(team_id=team.id, post=called.post, account_id=called.account, invited_at=clock.now())
    seat.question, seat.invited_by, seat.due_at = called.question, actor.account, seat.invited_at
    team.seats.append(seat)
    db.flush()
    audit.record(db, actor, "team.invited", seat, ["post", "question"])
    following.call(db, actor, seat)
    return seat


def recall(db: Db, actor: Actor, team: CaseTeam, seat_id: uuid.UUID) -> Seat:
    """They are not asked any more."""
    seat = queries.seat_of(db, team, seat_id)
    following.go(db, actor, seat, "left")
    return seat


def plan(db: Db, actor: Actor, team: CaseTeam, words: str) -> None:
    """The page for the pre-meeting (会前计划)."""
    _refuse_ended(team)
    team.plan, team.planned_at = words, clock.now()
    db.flush()
    audit.record(db, actor, "team.planned", team, ["plan"])
    acts.say(db, actor, team.matter, "team.planned", audience="team")
    following.tell_members(db, team, "team.planned")


def share(db: Db, actor: Actor, team: CaseTeam, advice_id: uuid.UUID) -> Advice:
    """One note is given to all parties, never to one alone."""
    _refuse_ended(team)
    row = db.get(Advice, advice_id)
    if row is None or row.seat.team_id != team.id:
        raise Refused("team.advice")
    if row.shared_at is None:
        row.shared_at, row.shared_by = clock.now(), actor.account
        db.flush()
        audit.record(db, actor, "team.shared", row, ["shared_at"])
        seat = row.seat
        name = seat.account.display_name
        acts.say(db, actor, team.matter, "team.shared", post=both(seat.post), name=name)
        following.tell_parties(db, team, "team.shared", name=name)
        following.tell_members(db, team, "team.shared_file")
    return row


def sign_note(db: Db, actor: Actor, team: CaseTeam, note: Note) -> TeamReview:
    """Write it and sign it off; who was there is kept as it is now."""
    assert actor.account is not None
    there = [[seat.post, seat.account.display_name] for seat in queries.seats(db, team, "seated")]
    row = TeamReview(team_id=team.id, held_on=note.held_on, place=note.place, present=there, next_on=note.next_on)
    row.decision, row.steps = note.decision, note.steps
    row.signed_at, row.signed_by = clock.now(), actor.account
    db.add(row)
    db.flush()
    audit.record(db, actor, "team.note_signed", row, ["decision", "steps", "signed_at"])
    acts.say(db, actor, team.matter, "team.note_signed", audience="team")
    following.tell_members(db, team, "team.note_signed")
    return row


def _refuse_ended(team: CaseTeam) -> None:
    if team.ended_at is not None:
        raise Conflict(_("这件事已经结束，团队不再做事，只能看和写纪要。"))
