"""Talking: rooms in which each line is said at its own moment, meetings that are free for everybody."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from mediation.meetings import queries as calendar
from mediation.meetings import services as meetings
from mediation.pauses import services as pauses
from mediation.pauses.services import Plan
from mediation.rooms import queries as found
from mediation.rooms import services as rooms
from portal.app.demo.acts.consent import case_of
from portal.app.demo.acts.doors import Matters
from portal.app.demo.telling import Story
from portal.kernel import clock
from portal.rooms.rooms import services as speaking

PACE = (9, 31, 22, 54, 17, 40, 26, 65, 13, 35)
"""Seconds between lines: nobody writes like a clock."""

Line = tuple[int | str, str]
"""Who says what: 0 who filed, 1 the first respondent …; -1 the mediator; a login, whoever was invited in."""


def open_joint(told: Matters, mediator: str) -> None:
    """Everybody into one room; where no time was booked, they do without the three days."""
    with told.county.database.writing() as db:
        case = case_of(db, told)
        if not rooms.begins_or_goes_on(db, case):
            for number, party in enumerate(told.parties(db)):
                if party.left_at is None:
                    meetings.waive(db, told.actor(db, number), case.matter)
        rooms.open_joint(db, told.county.staff(mediator), case_of(db, told).id)


def open_caucus(told: Matters, mediator: str, side: str) -> None:
    """One side alone."""
    with told.county.database.writing() as db:
        rooms.open_caucus(db, told.county.staff(mediator), case_of(db, told).id, side)


def talk(told: Matters, mediator: str, start: datetime, lines: Sequence[Line], side: str | None = None) -> Story:
    """The lines of one conversation, in the joint room or in the caucus of a side."""
    moment = start
    for number, (who, words) in enumerate(lines):
        yield moment
        say(told, mediator, who, words, side, f"demo-{number}-{start:%Y%m%d%H%M}")
        moment += timedelta(seconds=PACE[number % len(PACE)] + len(words))


def adjourn(told: Matters, mediator: str, until: date, todo: str) -> None:
    """Enough for today: by which day it goes on, and what everybody does until then."""
    with told.county.database.writing() as db:
        pauses.adjourn(db, told.county.staff(mediator), case_of(db, told).id, Plan(until, todo))


def suspend(told: Matters, mediator: str, ground: str, until: date, todo: str) -> None:
    """It stands still until something else is known."""
    with told.county.database.writing() as db:
        pauses.suspend(db, told.county.staff(mediator), case_of(db, told).id, ground, Plan(until, todo))


def say(told: Matters, mediator: str, who: int | str, words: str, side: str | None, client_id: str) -> None:
    """One line."""
    with told.county.database.writing() as db:
        room = found.find(db, case_of(db, told).id, "caucus" if side else "joint", side)
        assert room is not None
        login = who if isinstance(who, str) else mediator if who < 0 else ""
        actor = told.county.staff(login) if login else told.actor(db, int(who))
        speaking.say(db, actor, room.id, words, client_id)


def waive(told: Matters, *places: int) -> None:
    """Parties who need no three days' notice."""
    with told.county.database.writing() as db:
        for place in places:
            meetings.waive(db, told.actor(db, place), told.row(db))


def book(told: Matters, mediator: str, ahead: int, minutes: int = 90, *, nth: int = 2, side: str | None = None) -> None:
    """The mediator takes the nth time that is free for all, from so many days after this moment on."""
    with told.county.database.writing() as db:
        case, length = case_of(db, told), timedelta(minutes=minutes)
        venue = calendar.venues_for(db, case)[0]
        first = clock.today(told.county.days.zone) + timedelta(days=ahead)
        start = calendar.free_times(db, case, venue, length, side, first)[nth]
        meetings.book(db, told.county.staff(mediator), case.id, venue.id, start, length, side)
