"""What changes on the way: another mediator, a longer period, a time that is given back."""

import re
from datetime import timedelta

from mediation.cases import clocks
from mediation.extensions import services as periods
from mediation.meetings import queries as calendar
from mediation.meetings import services as meetings
from mediation.replacements import services as replacing
from portal.accounts.passes.jobs import CODE
from portal.app.demo.acts.consent import case_of, words_sent
from portal.app.demo.acts.doors import Matters


def step_back(told: Matters, mediator: str, ground: str, words: str) -> None:
    """The mediator cannot go on: the file shuts for them."""
    with told.county.database.writing() as db:
        replacing.step_back(db, told.county.staff(mediator), case_of(db, told).id, ground, words)


def name(told: Matters, head: str, committee: str, mediator: str) -> None:
    """The committee names somebody else, who says first that they have no interest."""
    county = told.county
    with county.database.writing() as db:
        chosen = county.body(committee).id, county.accounts[mediator].id
        replacing.name(db, county.staff(head), case_of(db, told).id, *chosen)


def call_off(told: Matters, mediator: str) -> None:
    """The next meeting does not take place."""
    with told.county.database.writing() as db:
        case = case_of(db, told)
        meetings.cancel(db, told.county.staff(mediator), case.id, calendar.coming(db, case)[0].id)


def lengthen(told: Matters, mediator: str, days: int, reason: str) -> None:
    """The mediator proposes so many days more; everybody is asked."""
    with told.county.database.writing() as db:
        case = case_of(db, told)
        period = clocks.legal_period(db, case.matter)
        assert period is not None
        assert period.last_day is not None
        until = period.last_day + timedelta(days=days)
        periods.propose(db, told.county.staff(mediator), case.id, until, reason)


def sign_longer(told: Matters, mediator: str, place: int) -> None:
    """A party signs the sheet of paper before the mediator, who writes it down."""
    with told.county.database.writing() as db:
        case = case_of(db, told)
        periods.record(db, told.county.staff(mediator), case.id, told.parties(db)[place].id, "yes")


def ask_code(told: Matters, place: int) -> None:
    """A party asks for the code that goes with their yes."""
    with told.county.database.writing() as db:
        periods.start_sign_code(db, told.actor(db, place))


def say_yes(told: Matters, place: int) -> None:
    """They type what stands in the message."""
    with told.county.database.writing() as db:
        actor = told.actor(db, place)
        assert actor.person is not None
        found = re.search(r"\d{6}", words_sent(db, actor.person, CODE.key))
        assert found is not None
        assert periods.sign(db, actor, "yes", found.group())
