"""Which person of a case a phone belongs to."""

import uuid
from collections.abc import Sequence

from sqlalchemy import and_, or_, select

from portal.kernel.db import Db
from portal.people.persons.identity import phone_mac
from portal.people.persons.models import Person

BY_PHONE = ("sms", "call")
"""Wishes under which a message may go to the phone; an e-mail wish gets e-mail. Letters, visits, nothing: PIN only."""


def with_phone(db: Db, person_ids: Sequence[uuid.UUID], phone: str) -> Person | None:
    """The person among these who gave this phone as theirs alone and lets us send messages."""
    found = select(Person).where(Person.id.in_(person_ids), Person.phone_mac == phone_mac(phone))
    alone = and_(Person.contact_channel.in_(BY_PHONE), Person.phone_shared.is_(False))
    return db.scalar(found.where(or_(Person.contact_channel == "email", alone)).order_by(Person.id).limit(1))
