"""What follows when somebody was asked, has answered, or goes: the matter opens or shuts, and everybody is told.

The parties' answers change a seat in the name of the house, so that nothing that is written down says whose was last.
"""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from portal.contracts.events import TeamChanged
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.i18n import gettext as _
from portal.kernel.outbox import enqueue
from portal.kernel.policy import SYSTEM, Actor, Conflict
from portal.matters import services as acts
from portal.matters.models import Involvement
from portal.matters.speaking import spoken
from portal.notices.services import notify
from portal.teams.roster.rules import both
from portal.teams.seats import queries, rooms
from portal.teams.seats.models import CaseTeam, Seat, SeatConsent
from portal.teams.seats.rules import ANSWER_WORKDAYS, LIVE, PUT_TO_PARTIES, STATE_WORKDAYS, Outcome, may_become, outcome

ACT = "team.seated"


def enter(db: Db, actor: Actor, seat: Seat, state: str) -> None:
    """The seat becomes this; the floor that convened the team is told."""
    if not may_become(seat.state, state):
        raise Conflict(_("情况已经有了变化，现在不能这样办。请看过最新的情况。"))
    seat.state = state
    seat.ended_at = None if state in LIVE else clock.now()
    db.flush()
    audit.record(db, actor, f"team.{state}", seat, ["state"])
    publish(db, TeamChanged(seat.team.matter_id, seat.team.holder, state))


def wait(db: Db, seat: Seat, workdays: int) -> None:
    """By when a word is due; after that the seat lapses by itself."""
    seat.due_at = acts.workdays_from_now(db, workdays)
    db.flush()
    key = f"{seat.id.hex}-{seat.due_at:%Y%m%d%H%M%S}-{seat.state}"
    enqueue(db, "team.lapse", key=key, at=seat.due_at, seat=seat.id)


def call(db: Db, actor: Actor, seat: Seat) -> None:
    """Whoever is asked says first whether they may: until then the matter is shut to them."""
    wait(db, seat, STATE_WORKDAYS)
    acts.keep_out(db, actor, seat.team.matter, seat.account_id, "team.invited")
    _say(db, actor, seat, "team.invited", audience="staff", due=seat.due_at)
    notify(db, "team.invited", account_id=seat.account_id, matter_id=seat.team.matter_id, seat=seat.id,
           due_at=seat.due_at.isoformat())  # fmt: skip


def ask(db: Db, seat: Seat) -> None:
    """The parties are asked, all in the same words and at the same moment."""
    missing = _missing(db, seat)
    for party_id in missing:
        seat.consents.append(SeatConsent(seat_id=seat.id, party_id=party_id))
    wait(db, seat, ANSWER_WORKDAYS)
    _say(db, SYSTEM, seat, "team.asking", due=seat.due_at)
    told = [one.party_id for one in seat.consents if one.answer == "pending"]
    tell_parties(db, seat.team, "team.asking", told, name=seat.account.display_name, due_at=seat.due_at.isoformat())


def _missing(db: Db, seat: Seat) -> list[uuid.UUID]:
    asked = {one.party_id for one in seat.consents}
    there = [party for party, _speaker in spoken(db, seat.team.matter_id) if party.left_at is None]
    return [party.id for party in there if party.id not in asked]


def follow(db: Db, seat: Seat) -> None:
    """After each answer, and whenever somebody has joined or left the dispute; the caller holds the team."""
    if seat.state not in PUT_TO_PARTIES:
        return
    if _missing(db, seat):
        if seat.state == "seated":
            enter(db, SYSTEM, seat, "asked")
            _shut(db, seat)
        ask(db, seat)
        return
    match outcome(one.answer for one in seat.consents if one.party.left_at is None):
        case Outcome.SEAT if seat.state == "asked":
            _seat(db, seat)
        case Outcome.REFUSE:
            go(db, SYSTEM, seat, "refused" if seat.state == "asked" else "left")


def _seat(db: Db, seat: Seat) -> None:
    team, name = seat.team, seat.account.display_name
    seat.seated_at = clock.now()
    enter(db, SYSTEM, seat, "seated")
    acts.involve(db, SYSTEM, team.matter, "team", account_id=seat.account_id, act=ACT)
    rooms.ensure(db, team)
    _say(db, SYSTEM, seat, "team.seated")
    notify(db, "team.seated", account_id=seat.account_id, matter_id=team.matter_id, seat=seat.id)
    tell_parties(db, team, "team.came", name=name)


def go(db: Db, actor: Actor, seat: Seat, state: str) -> None:
    """They do not come, or come no more. The same words whatever the reason and whoever's it is."""
    was = seat.state
    drop(db, actor, seat, state)
    if was == "invited":
        _say(db, actor, seat, f"team.{state}", audience="staff")
    else:
        _say(db, SYSTEM, seat, "team.not_coming")
        tell_parties(db, seat.team, "team.not_coming", name=seat.account.display_name)


def drop(db: Db, actor: Actor, seat: Seat, state: str) -> None:
    """The same without a word to others. Whoever had better not be there is shut out of the matter for good."""
    enter(db, actor, seat, state)
    _shut(db, seat)
    if state == "declined":
        acts.recuse(db, actor, seat.team.matter, seat.account_id, "team.declined")
    else:
        notify(db, "team.over", account_id=seat.account_id)


def _shut(db: Db, seat: Seat) -> None:
    """From this moment they see nothing of the matter; what they are in it besides stays theirs."""
    team = seat.team
    acts.let_through(db, SYSTEM, team.matter, "team.over", seat.account_id)
    rows = select(Involvement).where(Involvement.matter_id == team.matter_id, Involvement.until.is_(None))
    rows = rows.where(Involvement.capacity == "team", Involvement.account_id == seat.account_id)
    for row in db.scalars(rows.where(Involvement.opened_by == ACT)):
        acts.end_involvement(db, SYSTEM, row, "team.over")
    rooms.shut_out(db, team, seat)


def tell_parties(
    db: Db, team: CaseTeam, key: str, to: Iterable[uuid.UUID] | None = None, **params: Any
) -> None:  # fmt: skip
    """One notice to each party who is in, or to their guardian."""
    listed = None if to is None else set(to)
    people = [
        speaker
        for party, speaker in spoken(db, team.matter_id)
        if party.left_at is None and (listed is None or party.id in listed)
    ]
    for person_id in dict.fromkeys(people):
        notify(db, key, person_id=person_id, matter_id=team.matter_id, **params)


def tell_members(db: Db, team: CaseTeam, key: str, but: uuid.UUID | None = None) -> None:
    """One line under the bell of each who sits."""
    for seat in queries.seats(db, team, "seated"):
        if seat.account_id != but:
            notify(db, key, account_id=seat.account_id, matter_id=team.matter_id, seat=seat.id)


def _say(db: Db, actor: Actor, seat: Seat, key: str, audience: str = "all", **params: Any) -> None:
    name = seat.account.display_name
    acts.say(db, actor, seat.team.matter, key, audience=audience, post=both(seat.post), name=name, **params)
