"""Deliveries that wait for a person of the desk."""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import Select, false, func, or_, select
from sqlalchemy.orm import contains_eager

from portal.kernel.db import Db
from portal.kernel.policy import Actor, Refused
from portal.notices.desk.policy import DELIVER, DESK
from portal.notices.models import Delivery, Notice
from portal.notices.rules import TODO
from portal.people.persons.models import Person

PAGE = 50
MANY = 100
"""Counts go up to here."""


def visible_to(actor: Actor) -> Select[Delivery]:
    """The deliveries of one's own centre, and those of no centre."""
    if not DELIVER.door(actor):
        return select(Delivery).where(false())
    here = or_(Delivery.center_id.in_(actor.organisations(*DESK)), Delivery.center_id.is_(None))
    return select(Delivery).where(here)


def get(db: Db, actor: Actor, delivery_id: uuid.UUID) -> Delivery:
    """One delivery."""
    found = db.scalar(visible_to(actor).where(Delivery.id == delivery_id))
    if found is None:
        raise Refused(DELIVER.name)
    return found


def todo(actor: Actor, name: str) -> Select[Delivery]:
    """One list of the desk."""
    state, channels = TODO[name]
    return visible_to(actor).where(Delivery.state == state, Delivery.channel.in_(channels))


def page_of(db: Db, actor: Actor, name: str, after: uuid.UUID | None) -> Sequence[tuple[Delivery, str | None]]:
    """Up to a page and one more, the longest waiting first, each with the person's name."""
    rows = todo(actor, name).join(Delivery.notice).outerjoin(Person, Person.id == Notice.person_id)
    rows = rows.options(contains_eager(Delivery.notice)).add_columns(Person.name)
    rows = rows.where(Delivery.id > after) if after else rows
    return db.execute(rows.order_by(Delivery.id).limit(PAGE + 1)).all()  # type: ignore[return-value]


def counts(db: Db, actor: Actor) -> Mapping[str, int]:
    """How long each list is, up to MANY."""
    some = [todo(actor, name).with_only_columns(Delivery.id).limit(MANY).subquery() for name in TODO]
    columns = [select(func.count()).select_from(one).scalar_subquery() for one in some]
    return dict(zip(TODO, db.execute(select(*columns)).one(), strict=True))


def count_all(db: Db, actor: Actor) -> int:
    """For the menu."""
    return sum(counts(db, actor).values())
