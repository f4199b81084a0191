"""Calling people in, letting one of them into the joint room, giving advice to the parties, signing the note."""

import uuid
from collections.abc import Sequence

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE
from mediation.cases.services import tell_mediator
from mediation.rooms.queries import find
from mediation.teams.policy import CONVENE
from mediation.teams.rules import CONVENABLE
from portal.contracts.events import TeamChanged
from portal.kernel import audit
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict, Permission, Refused, require
from portal.matters import services as acts
from portal.rooms.rooms import services as rooms
from portal.rooms.rooms.models import Room
from portal.rooms.rooms.queries import invited
from portal.teams.roster.rules import both
from portal.teams.seats import calling, queries
from portal.teams.seats.calling import Call, Note
from portal.teams.seats.models import Advice, CaseTeam, Seat, TeamReview


def convene(db: Db, actor: Actor, case_id: uuid.UUID, facts: str, called: Sequence[Call]) -> CaseTeam:
    """Whom the case needs, and only them; each says first that they have no interest, then both sides are asked."""
    case = _held(db, actor, case_id, CONVENE)
    if case.state not in CONVENABLE:
        raise Conflict(_("各方都同意调解以后、协议生效以前，才能请人来会商。"))
    team = calling.convene(db, actor, case.matter, case.id, facts)
    for one in called:
        calling.invite(db, actor, team, one)
    return team


def recall(db: Db, actor: Actor, case_id: uuid.UUID, seat_id: uuid.UUID) -> Seat:
    """Somebody is not needed any more."""
    return calling.recall(db, actor, _team(db, _held(db, actor, case_id, CONVENE)), seat_id)


def plan(db: Db, actor: Actor, case_id: uuid.UUID, words: str) -> None:
    """The page for the pre-meeting."""
    calling.plan(db, actor, _team(db, _held(db, actor, case_id, MEDIATE)), words)


def share(db: Db, actor: Actor, case_id: uuid.UUID, advice_id: uuid.UUID) -> Advice:
    """One note for all parties."""
    return calling.share(db, actor, _team(db, _held(db, actor, case_id, MEDIATE)), advice_id)


def sign_note(db: Db, actor: Actor, case_id: uuid.UUID, note: Note) -> TeamReview:
    """The short 会商纪要, signed off by whoever mediates."""
    return calling.sign_note(db, actor, _team(db, _held(db, actor, case_id, MEDIATE)), note)


def bring_in(db: Db, actor: Actor, case_id: uuid.UUID, seat_id: uuid.UUID) -> Room:
    """Into the joint room as somebody invited, named with their post to all; what was said before stays unread."""
    case = _held(db, actor, case_id, MEDIATE)
    seat = queries.seat_of(db, _team(db, case), seat_id)
    if seat.state != "seated":
        raise Conflict(_("各方都愿意、已经参加的人，才能请进会议室。"))
    room = find(db, case.id, "joint", None)
    if room is None:
        raise Conflict(_("会议室还没有开。请先打开会议室，再请人进来。"))
    if seat.account_id in _inside(db, room):
        return room
    name = seat.account.display_name
    rooms.let_in(
        db, actor, room, name=name, capacity=seat.post, account_id=seat.account_id, from_now=True
    )  # fmt: skip
    words = both(seat.post)
    rooms.announce_in(
        db, room, f"{words['zh']}{name}受邀进来了，只看得到从现在起说的话。{name} ({words['en']}) was invited in."
    )  # fmt: skip
    audit.record(db, actor, "team.brought_in", seat, ["room"])
    acts.say(db, actor, case.matter, "team.brought_in", post=words, name=name)
    return room


def _inside(db: Db, room: Room) -> set[uuid.UUID]:
    return {one.account_id for one in invited(db, room) if one.account_id is not None}


def heard(db: Db, event: TeamChanged) -> None:
    """The mediator is told of every change they have not made themselves."""
    case = cases.of_matter(db, event.matter)
    if case is not None and case.id == event.holder and event.what in TOLD and case.ended_at is None:
        tell_mediator(db, case, f"mediation.team_{event.what}")


TOLD = ("asked", "seated", "declined", "lapsed", "refused", "left", "advised")


def _held(db: Db, actor: Actor, case_id: uuid.UUID, permission: Permission) -> MediationCase:
    cases.get(db, actor, case_id)
    case = cases.locked(db, case_id)
    require(db, actor, permission, case)
    return case


def _team(db: Db, case: MediationCase) -> CaseTeam:
    team = queries.of_holder(db, case.id)
    if team is None:
        raise Refused(CONVENE.name)
    return queries.locked(db, team.id)
