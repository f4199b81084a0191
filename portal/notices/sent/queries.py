"""Everything that went out, newest first; only a demonstration may ask."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from portal.kernel.db import Db
from portal.kernel.policy import Refused
from portal.notices.models import Delivery, Notice
from portal.people.persons.models import Person

PAGE = 30


def page_of(db: Db, after: uuid.UUID | None) -> Sequence[tuple[Delivery, str | None]]:
    """Up to a page and one more, each with the person's name; Refused in a real centre."""
    if not db.info["settings"].demonstration:
        raise Refused("messages sent")
    rows = select(Delivery, Person.name).join(Delivery.notice).outerjoin(Person, Person.id == Notice.person_id)
    rows = rows.options(contains_eager(Delivery.notice)).where(Delivery.words_sealed.is_not(None))
    rows = rows.where(Delivery.id < after) if after else rows
    return db.execute(rows.order_by(Delivery.id.desc()).limit(PAGE + 1)).all()
