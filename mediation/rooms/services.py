"""Opening the joint room and caucuses, and shutting them when somebody leaves or all is over."""

import uuid
from collections.abc import Iterable

from sqlalchemy import or_, select

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.cases.policy import MEDIATE
from mediation.cases.rules import NEEDS_ALL_YES
from mediation.cases.services import move, tell_mediator, tell_parties
from mediation.meetings import queries as calendar
from mediation.rooms import queries
from mediation.rooms.rules import STARTS_SESSION, may_open
from portal.contracts.events import DangerRaised, InvolvementChanged, MatterClosed
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import SYSTEM, Actor, Conflict, require
from portal.matters.models import Involvement, Matter, Party
from portal.matters.rules import SHUT
from portal.matters.services import say
from portal.people.persons.models import Person
from portal.rooms.rooms import services as rooms
from portal.rooms.rooms.models import Room

SHUT_WORDS = "会议室先关上了，调解员会分别联系各位。The room is closed for now; the mediator will call each of you."
"""Kept as it was said, for readers of both languages; it names no reason."""


def open_joint(db: Db, actor: Actor, case_id: uuid.UUID) -> Room:
    """Both sides and the mediator in one room, which begins or goes on; barred where somebody may come to harm."""
    case = _held(db, actor, case_id)
    _refuse(db, case, "joint")
    _refuse_unannounced(db, case)
    room = queries.find(db, case.id, "joint", None)
    if room is not None and case.state not in STARTS_SESSION:
        return room
    if case.state == "accepted":
        move(db, actor, case, "preparing")
    if case.state in STARTS_SESSION:
        move(db, actor, case, "in_session")
    if room is None:
        room = _furnish(db, actor, case, "joint", None, cases.parties(db, case.matter_id))
    say(db, actor, case.matter, "room.joint_opened", holder=case.committee)
    tell_parties(db, case, "room.joint_opened")
    return room


def open_caucus(db: Db, actor: Actor, case_id: uuid.UUID, side: str) -> Room:
    """The mediator and one side alone; the others learn neither that nor when nor how often they talk (私谈)."""
    case = _held(db, actor, case_id)
    _refuse(db, case, "caucus")
    parties = [party for party in cases.parties(db, case.matter_id) if party.side == side]
    if not parties:
        raise Conflict(_("这一方已经不在这件调解里。"))
    room = queries.find(db, case.id, "caucus", side)
    if room is None:
        room = _furnish(db, actor, case, "caucus", side, parties)
        tell_parties(db, case, "room.caucus_opened", to=parties)
    return room


def _held(db: Db, actor: Actor, case_id: uuid.UUID) -> MediationCase:
    case = cases.get(db, actor, case_id)
    require(db, actor, MEDIATE, case)
    cases.locked(db, case.id)
    return case


def _refuse(db: Db, case: MediationCase, kind: str) -> None:
    matter = db.get_one(Matter, case.matter_id)
    if may_open(kind, case.state, joint_barred=matter.joint_barred):
        return
    if kind == "joint" and matter.joint_barred:
        raise Conflict(_("这件事不能安排双方在一起谈，请分别与各方私谈。"))
    if case.state in NEEDS_ALL_YES:
        raise Conflict(_("现在不能开会议室或私谈。"))
    raise Conflict(_("双方都同意调解以后才能开会议室或私谈。"))


def _refuse_unannounced(db: Db, case: MediationCase) -> None:
    """Nobody is surprised by the first session, after which they can not ask for another mediator any more."""
    if not begins_or_goes_on(db, case):
        raise Conflict(_("要提前三天通知：到了约好的时间才能开会议室。各方都同意不等三天，就可以早开。"))


def begins_or_goes_on(db: Db, case: MediationCase) -> bool:
    """Whether the joint room may be opened as far as time goes: it begins no session, it was open before, or its time
    has come."""
    return case.state not in STARTS_SESSION or bool(queries.joint_ones(db, case.id)) or calendar.may_begin(db, case)


def _furnish(db: Db, actor: Actor, case: MediationCase, kind: str, side: str | None, parties: Iterable[Party]) -> Room:
    """Open the room and let in the mediator and whoever speaks for each party (R-12: the guardian)."""
    room = rooms.open_room(db, actor, kind, case.id, side)
    mediator = case.mediator
    rooms.let_in(db, actor, room, name=mediator.display_name, capacity="mediator", account_id=mediator.id)
    present = list(parties)
    speaker = cases.speakers(db, [party.person_id for party in present])
    for party in present:
        who = speaker[party.person_id]
        person = db.get_one(Person, who)
        role = party.role if who == party.person_id else "guardian"
        rooms.let_in(db, actor, room, name=person.name, capacity=role, person_id=who, side=party.side)
    return room


def involvement_changed(db: Db, event: InvolvementChanged) -> None:
    """Whoever has left the matter leaves its rooms in the same transaction, open pages included."""
    case = cases.of_matter(db, event.matter)
    if case is None or still_in(db, event):
        return
    rooms.let_out(db, SYSTEM, case.id, account_id=event.account, person_id=event.person)


def still_in(db: Db, event: InvolvementChanged) -> bool:
    """Whether the event's holder has an open involvement in the matter."""
    mine = Involvement.account_id == event.account if event.account else Involvement.person_id == event.person
    found = select(Involvement.id).where(Involvement.matter_id == event.matter, mine)
    found = found.where(Involvement.capacity.not_in(SHUT))
    return (
        db.scalar(found.where(or_(Involvement.until.is_(None), Involvement.until > clock.now())).limit(1)) is not None
    )


def matter_closed(db: Db, event: MatterClosed) -> None:
    """All is over: the rooms are for reading only."""
    case = cases.of_matter(db, event.matter)
    if case is not None:
        close_all(db, SYSTEM, case)


def danger_raised(db: Db, event: DangerRaised) -> None:
    """Somebody may come to harm: what is open to both sides is shut, without a word of why; caucuses go on."""
    case = cases.of_matter(db, event.matter)
    if case is None:
        return
    for room in queries.open_in(db, case.id):
        if room.kind == "joint":
            rooms.announce_in(db, room, SHUT_WORDS)
            rooms.close_room(db, SYSTEM, room)
    tell_mediator(db, case, "room.danger")


def close_all(db: Db, actor: Actor, case: MediationCase) -> None:
    """Nobody speaks in the rooms that are open now; who is in them still reads."""
    for room in queries.open_in(db, case.id):
        rooms.close_room(db, actor, room)


def succeed(db: Db, actor: Actor, case: MediationCase) -> None:
    """A new mediator reads what was said before both sides and in the team, and nothing of what one side told the
    former alone."""
    mediator = case.mediator
    for room in queries.shared_ones(db, case.id):
        rooms.let_in(db, actor, room, name=mediator.display_name, capacity="mediator", account_id=mediator.id)
