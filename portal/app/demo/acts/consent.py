"""Asking the parties: letters to the other side, their answers, and the ends that answers bring."""

import re
import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from mediation.cases import queries as cases
from mediation.cases.models import MediationCase
from mediation.consents import queries, services
from mediation.consents.services import Reply
from mediation.invitations import queries as letters
from mediation.invitations import services as inviting
from mediation.invitations.entering import enter_by_link
from mediation.invitations.rules import Contact
from mediation.joining import services as joining
from mediation.terminations import services as terminations
from portal.app.demo.acts.doors import BROWSER, Matters
from portal.kernel import clock
from portal.kernel.db import Db
from portal.notices.models import Delivery, Notice
from portal.people.persons.queries import get as person_of
from portal.people.persons.services import PersonData, correct


def case_of(db: Db, told: Matters) -> MediationCase:
    """The mediation of a matter."""
    found = cases.of_matter(db, told.id)
    assert found is not None
    return found


def invite(told: Matters, mediator: str, place: int, contact: Contact, **more: Any) -> None:
    """The mediator checks how somebody is reached and writes to them."""
    with told.county.database.writing() as db:
        party = told.parties(db)[place]
        inviting.invite(
            db, told.county.staff(mediator), case_of(db, told).id, party.id, party.person.name, contact, **more
        )


def come_in(told: Matters, place: int) -> None:
    """Whoever was written to opens the link of the message, and says their name and the last digits of their phone."""
    with told.county.database.writing() as db:
        person = inviting.written_to(db, told.parties(db)[place])
        knock = letters.at_link(db, re.findall(r"/r/([\w-]+)", words_sent(db, person.id, inviting.KEY))[-1])
        assert knock is not None
        assert isinstance(enter_by_link(db, knock, person.name, person.phone[-4:], BROWSER), str)


def words_sent(db: Db, person_id: uuid.UUID, key: str) -> str:
    """The newest message of a kind to somebody: the demonstration keeps its words to be read."""
    rows = select(Delivery).join(Delivery.notice).where(Notice.person_id == person_id, Notice.key == key)
    words: str = db.scalars(rows.order_by(Delivery.id.desc()).limit(1)).one().words
    return words


def reply(told: Matters, place: int, answer: str, *, public: bool = False, days: int = 0, reason: str = "") -> None:
    """A party answers on their own phone; ``days`` is the time to think that goes with 'later'."""
    with told.county.database.writing() as db:
        later_on = clock.today(told.county.days.zone) + timedelta(days=days) if days else None
        actor = told.actor(db, place)
        said = Reply(answer, "web", public if answer == "yes" else None, later_on, reason)
        services.answer(db, actor, queries.standing(db, actor).consent, said)


def write_down(told: Matters, mediator: str, place: int, answer: str, channel: str = "phone", **more: Any) -> None:
    """The mediator writes down what a party said on the phone or at the counter."""
    with told.county.database.writing() as db:
        case, party = case_of(db, told), told.parties(db)[place]
        said = Reply(answer, channel, False if answer == "yes" else None, **more)
        services.record(db, told.county.staff(mediator), queries.of_party(db, case, party.id), said)


def join(told: Matters, login: str, data: PersonData) -> None:
    """Somebody more belongs to it: they are written down, and asked like everybody."""
    with told.county.database.writing() as db:
        joining.join(db, told.county.staff(login), case_of(db, told).id, data)


def stop(told: Matters, place: int) -> None:
    """A party has had enough."""
    with told.county.database.writing() as db:
        terminations.stop(db, told.actor(db, place))


def end(told: Matters, mediator: str, reason: str, words: str) -> None:
    """The mediator ends it and writes down why."""
    with told.county.database.writing() as db:
        terminations.terminate_by_staff(db, told.county.staff(mediator), case_of(db, told).id, reason, words)


def complete(told: Matters, mediator: str, place: int, **known: Any) -> None:
    """What the mediator learns of a party for the papers: identity number, address, work."""
    actor = told.county.staff(mediator)
    with told.county.database.writing() as db:
        correct(db, actor, person_of(db, actor, told.parties(db)[place].person_id), **known)
