"""Ways and words that the tests of the accounts share: a case in a book, a phone that gets messages."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask.testing import FlaskClient

from portal.accounts.visits.cases import Case
from portal.accounts.visits.rules import bare_code
from portal.app import Portal
from portal.kernel import clock, outbox
from portal.kernel.db import Db
from portal.notices.models import Delivery
from portal.people.persons.identity import phone_mac
from portal.people.persons.models import Person
from tests.world import World

CODE = "ZZ 990101 20261122 12345 X"
PASSWORD = "san zhi wugui 3"
PHONE = "13800000001"
OTHER_PHONE = "13800000002"


@dataclass
class OneCase:
    """A book with one case in it, as the matters would answer."""

    matter_id: uuid.UUID = field(default_factory=uuid.uuid4)
    person_ids: list[uuid.UUID] = field(default_factory=list)

    def find(self, _db: Db, typed: str) -> Case | None:
        """Only the one code."""
        return Case(self.matter_id, self.person_ids) if bare_code(typed) == bare_code(CODE) else None

    def home(self, _db: Db, _matter_id: uuid.UUID, _person_id: uuid.UUID) -> str:
        """A page that a person with a code may open."""
        return "/account/devices"

    def words(self, _db: Db, matter_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, str]:
        """Its code."""
        return dict.fromkeys(matter_ids, CODE)


def add_person(portal: Portal, world: World, case: OneCase, phone: str, channel: str = "sms") -> Person:
    """One more party."""
    row = Person(center_id=world.center.id, name="测试甲", contact_channel=channel, created_at=clock.now())
    row.phone, row.phone_mac = phone, phone_mac(phone)
    row.email = "someone@example.com"
    with portal.database.writing() as db:
        db.add(row)
    case.person_ids.append(row.id)
    return row


def message(portal: Portal) -> str:
    """Send what waits, and read the newest message that went out ('' if there is none)."""
    outbox.drain(portal.database, portal.handlers)
    with portal.database.reading() as db:
        rows = sorted(db.query(Delivery).filter(Delivery.state == "sent"), key=lambda row: (row.created_at, row.id))
        return rows[-1].words or "" if rows else ""


def digits_of(words: str) -> str:
    """The six digits in a message."""
    return "".join(sign for sign in words.split("：", 1)[1][:6])


def is_in(client: FlaskClient) -> bool:
    """Whether this browser is somebody."""
    return client.get("/account/devices").status_code == 200
