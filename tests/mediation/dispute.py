"""A dispute for tests: filed, triaged, given to a mediator, and moved on by its people."""

import re
import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mediation.cases import queries as cases
from mediation.cases import services as moving
from mediation.cases.models import MediationCase
from mediation.conflicts.services import declare
from mediation.consents import queries as consents
from mediation.consents.models import PartyConsent
from mediation.consents.services import Reply, answer
from mediation.invitations.models import Invitation
from mediation.invitations.queries import newest
from mediation.invitations.rules import Contact
from mediation.invitations.services import invite
from mediation.meetings import services as meetings
from mediation.meetings.rules import BOOKABLE
from mediation.rooms import services as rooms
from portal.contracts.events import MatterAssigned
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.policy import Actor
from portal.matters import services as matters
from portal.matters.models import Matter, Party
from portal.notices.models import Delivery, Notice
from portal.people.persons.services import PersonData
from portal.rooms.rooms.models import Room
from tests.world import World

STORY = "楼上漏水把我家客厅墙面泡坏了，他骂我是骗子"
APPLICANTS = ("申小明", "申大力")
RESPONDENTS = ("卞立言", "戴望山", "方知行")
CLASS = "0201"


def phone_of(name: str) -> str:
    """A fake number of their own for everybody."""
    return f"1380000{sum(map(ord, name)) % 10000:04}"


def file(db: Db, world: World, *, applicants: int = 1, respondents: int = 1, class_code: str | None = CLASS) -> Matter:
    """Registered, triaged and routed, but given to nobody yet."""
    opened = matters.open_matter(
        db,
        world.actor("clerk"),
        center=world.center,
        source="counter",
        story=STORY,
        applicants=[PersonData(name, phone=phone_of(name), contact_channel="sms") for name in APPLICANTS[:applicants]],
        respondents=[PersonData(name, phone=phone_of(name)) for name in RESPONDENTS[:respondents]],
    )
    dispatcher = world.actor("dispatcher")
    matters.move(db, dispatcher, opened.matter, "triaged")
    if class_code is not None:
        matters.classify(db, dispatcher, opened.matter, class_code, "M")
    matters.move(db, dispatcher, opened.matter, "routed")
    return opened.matter


def give(db: Db, world: World, matter: Matter, mediator: str = "mediator") -> MediationCase:
    """As a dispatcher does it."""
    publish(db, MatterAssigned(matter.id, world.committee.id, world.accounts[mediator].id))
    case = cases.of_matter(db, matter.id)
    assert case is not None
    return case


def assigned(db: Db, world: World, **how: Any) -> MediationCase:
    """Given to the mediator, who has not said anything yet."""
    return give(db, world, file(db, world, **how))


def opened(db: Db, world: World, **how: Any) -> MediationCase:
    """The mediator has no interest; everybody is being asked."""
    return declare(db, world.actor("mediator"), assigned(db, world, **how).id, None)


def parties(db: Db, case: MediationCase) -> Sequence[Party]:
    """Everybody in it, applicants first, also who has left."""
    rows = select(Party).where(Party.matter_id == case.matter_id).options(joinedload(Party.person))
    return db.scalars(rows.order_by(Party.position)).all()


def respondent(db: Db, case: MediationCase, number: int = 0) -> Party:
    """One of the respondents."""
    return [party for party in parties(db, case) if party.role == "respondent"][number]


def in_days(days: int) -> date:
    """A day of the centre's calendar."""
    return clock.today("Asia/Shanghai") + timedelta(days=days)


def applicant(db: Db, case: MediationCase, number: int = 0) -> Party:
    """One of the applicants."""
    return [party for party in parties(db, case) if party.role == "applicant"][number]


def visitor(party: Party) -> Actor:
    """The party, come with the case code."""
    return Actor(person=party.person_id, scope=party.matter_id)


def contact_of(party: Party, channel: str = "sms") -> Contact:
    """How the mediator reaches them."""
    return Contact(channel, phone_of(party.person.name), "reader@example.com", "青禾县西街3号")


def invited(db: Db, world: World, case: MediationCase, party: Party, channel: str = "sms") -> Invitation:
    """Written to by the mediator."""
    who = world.actor("mediator")
    return invite(db, who, case.id, party.id, party.person.name, contact_of(party, channel))


def consent_of(db: Db, case: MediationCase, party: Party) -> PartyConsent:
    """What they were asked in this round."""
    return consents.of_party(db, case, party.id)


def known(db: Db, case: MediationCase, party: Party, person_id: uuid.UUID | None = None) -> Actor:
    """The party (or who speaks for them), come with the case code after having said at the door who they are."""
    who = person_id or party.person_id
    if party.role == "applicant":
        return Actor(person=who, scope=party.matter_id)
    row = newest(db, case, who)
    if row is None:
        row = Invitation(case_id=case.id, party_id=party.id, person_id=who, sent_by=case.mediator_id)
        row.sent_at = clock.now()
        db.add(row)
    row.confirmed_at = row.confirmed_at or clock.now()
    db.flush()
    return Actor(person=who, scope=party.matter_id)


def says(db: Db, case: MediationCase, party: Party, word: str, **more: Any) -> MediationCase:
    """Yes, later or no."""
    if word == "yes":
        more.setdefault("wants_public", False)
    if word == "later":
        more.setdefault("later_on", in_days(3))
    return answer(db, known(db, case, party), consent_of(db, case, party), Reply(word, **more))


def accepted(db: Db, world: World, **how: Any) -> MediationCase:
    """Everybody has said yes."""
    case = opened(db, world, **how)
    for party in parties(db, case):
        if party.role != "applicant":
            invited(db, world, case, party)
        says(db, case, party, "yes")
    return case


ROADS: dict[str, tuple[str, ...]] = {
    "accepted": (),
    "preparing": ("preparing",),
    "scheduled": ("preparing", "scheduled"),
    "in_session": ("preparing", "in_session"),
    "adjourned": ("preparing", "in_session", "adjourned"),
    "suspended": ("suspended",),
    "drafting": ("preparing", "in_session", "drafting"),
    "signing": ("preparing", "in_session", "drafting", "signing"),
    "effective": ("preparing", "in_session", "drafting", "signing", "effective"),
}


def at(db: Db, world: World, state: str, **how: Any) -> MediationCase:
    """A mediation that has come so far, along the table alone."""
    if state in ("assigned", "consent_pending"):
        return (assigned if state == "assigned" else opened)(db, world, **how)
    case = accepted(db, world, **how)
    for target in ROADS[state]:
        moving.move(db, world.actor("mediator"), case, target)
    return case


def nobody_waits(db: Db, case: MediationCase) -> None:
    """Everybody does without the three days' notice."""
    for party in parties(db, case):
        speaker = cases.speakers(db, [party.person_id])[party.person_id]
        meetings.waive(db, Actor(person=speaker, scope=case.matter_id), case.matter)


def open_joint(db: Db, who: Actor, case: MediationCase) -> Room:
    """Both sides and the mediator in one room, before anything was booked."""
    if case.state in BOOKABLE:
        nobody_waits(db, case)
    return rooms.open_joint(db, who, case.id)


def told(db: Db, person_id: uuid.UUID | None = None, account_id: uuid.UUID | None = None) -> list[str]:
    """The keys of the notices somebody got, in order."""
    rows = select(Notice.key).where(Notice.person_id == person_id, Notice.account_id == account_id)
    return list(db.scalars(rows.order_by(Notice.id)))


def words_sent(db: Db, invitation: Invitation) -> str:
    """What went out in the demonstration, link and PIN included."""
    delivery = db.scalars(select(Delivery).where(Delivery.notice_id == invitation.notice_id)).one()
    words: str = delivery.words
    return words


def link_in(words: str) -> str:
    """The path of the personal link in a message."""
    found = re.search(r"/r/[\w-]{20,}", words)
    assert found is not None, words
    return found.group()


def pin_in(words: str) -> str:
    """The PIN in a message."""
    found = re.search(r"密码 (\d{6})", words)
    assert found is not None, words
    return found.group(1)


def body(client: FlaskClient, path: str, status: int = 200) -> str:
    """A page as text."""
    response = client.get(path)
    assert response.status_code == status, (path, response.status_code)
    return response.get_data(as_text=True)
