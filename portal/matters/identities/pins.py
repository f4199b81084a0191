"""补办查询密码: whoever has lost the receipt shows their document and gets a new PIN; the former ones end."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select

from portal.accounts.passes.services import end_pins, mint_pin
from portal.accounts.sessions.services import end_visits
from portal.contracts.events import PinReissued
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.events import publish
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor, Conflict
from portal.matters.identities import queries
from portal.matters.models import Involvement, Matter
from portal.matters.rules import SPEAKING, show_code
from portal.notices.services import notify

FRESH = timedelta(minutes=30)
"""So long after a look at the document a new PIN may be handed out."""
REISSUED = "matter.new_pin"


@dataclass(frozen=True)
class Slip:
    """What is printed, once: the PIN is kept nowhere."""

    name: str
    code: str
    pin: str
    address: str


def may_have_one(db: Db, matter: Matter, person_id: uuid.UUID) -> bool:
    """Whether this person takes part in the matter, and their document was seen just now."""
    check = queries.newest(db, matter.id, [person_id]).get(person_id)
    return check is not None and check.seen_at > clock.now() - FRESH and _takes_part(db, matter, person_id)


def _takes_part(db: Db, matter: Matter, person_id: uuid.UUID) -> bool:
    rows = select(Involvement.id).where(Involvement.matter_id == matter.id, Involvement.person_id == person_id)
    still = or_(Involvement.until.is_(None), Involvement.until > clock.now())
    return db.scalar(rows.where(Involvement.capacity.in_(SPEAKING), still).limit(1)) is not None


def reissue(db: Db, actor: Actor, matter: Matter, person_id: uuid.UUID) -> Slip:
    """A new PIN for the door of the case code; the person is told, in case it was not they who asked.

    One pair of eyes alone has seen the document: until a mediator knows that it went to the right person, it opens no
    caucus and lets nobody act (``waiting``).
    """
    person = queries.person(db, actor, matter, person_id)
    if not may_have_one(db, matter, person_id):
        raise Conflict(_("请先当面看证件并登记，再补办密码。还没有加入这件事的一方，请由调解员重新发邀请。"))
    end_pins(db, matter.id, person.id)
    end_visits(db, person.id, matter.id)
    pin = mint_pin(db, matter.id, person.id, "window")
    audit.record(db, actor, "pin.reissued", person, ["pin"])
    notify(db, REISSUED, person_id=person.id, matter_id=matter.id)
    publish(db, PinReissued(matter.id, person.id))
    return Slip(person.name, show_code(matter.code), pin, f"{db.info['settings'].base_url}/case")
