"""A team for one matter: called in, willing, wanted by both sides, talking among themselves, advising."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from mediation.teams import services
from portal.app.demo.acts.consent import case_of
from portal.app.demo.acts.doors import Matters
from portal.app.demo.telling import Story
from portal.kernel.db import Db
from portal.rooms.rooms import services as speaking
from portal.teams.seats import queries
from portal.teams.seats.calling import Call, Note
from portal.teams.seats.models import CaseTeam, Seat
from portal.teams.seats.rooms import open_one
from portal.teams.seats.services import advise, answer, state


def convene(told: Matters, by: str, facts: str, *asked: tuple[str, str, str]) -> None:
    """Whom the case needs: post, login, question."""
    calls = [Call(post, told.county.accounts[login].id, question) for post, login, question in asked]
    with told.county.database.writing() as db:
        services.convene(db, told.county.staff(by), case_of(db, told).id, facts, calls)


def states(told: Matters, login: str) -> None:
    """They have no interest in it."""
    with told.county.database.writing() as db:
        state(db, told.county.staff(login), _seat(db, told, login).id, free=True)


def wants(told: Matters, place: int, *logins: str) -> None:
    """A party would like these people to come."""
    with told.county.database.writing() as db:
        for login in logins:
            answer(db, told.actor(db, place), _seat(db, told, login).id, "yes")


def plan(told: Matters, mediator: str, words: str) -> None:
    """The page before the meeting."""
    with told.county.database.writing() as db:
        services.plan(db, told.county.staff(mediator), case_of(db, told).id, words)


def talk_among_themselves(told: Matters, start: datetime, lines: Sequence[tuple[str, str]]) -> Story:
    """The lines of the team's room: login, words."""
    moment = start
    for number, (login, words) in enumerate(lines):
        yield moment
        with told.county.database.writing() as db:
            room = open_one(db, case_of(db, told).id)
            assert room is not None
            speaking.say(db, told.county.staff(login), room.id, words, f"team-{number}")
        moment += timedelta(seconds=20 + len(words))


def advises(told: Matters, login: str, words: str, *, shared_by: str = "") -> None:
    """A note, which the mediator may give to both sides at once."""
    with told.county.database.writing() as db:
        row = advise(db, told.county.staff(login), _seat(db, told, login).id, words)
        if shared_by:
            services.share(db, told.county.staff(shared_by), case_of(db, told).id, row.id)


def bring_in(told: Matters, mediator: str, login: str) -> None:
    """Into the joint room, named to both."""
    with told.county.database.writing() as db:
        services.bring_in(db, told.county.staff(mediator), case_of(db, told).id, _seat(db, told, login).id)


def sign_note(told: Matters, mediator: str, held_on: date, place: str, decision: str, steps: str) -> None:
    """会商纪要."""
    with told.county.database.writing() as db:
        note = Note(held_on, place, decision, steps)
        services.sign_note(db, told.county.staff(mediator), case_of(db, told).id, note)


def _seat(db: Db, told: Matters, login: str) -> Seat:
    account = told.county.accounts[login].id
    return next(one for one in queries.seats(db, _team(db, told)) if one.account_id == account)


def _team(db: Db, told: Matters) -> CaseTeam:
    team = queries.of_holder(db, case_of(db, told).id)
    assert team is not None
    return team
