"""Copies for the parties: which way each wants, that it went out, was opened or was fetched."""

import uuid
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from portal.documents.papers.models import Paper, PaperDelivery
from portal.documents.papers.policy import HAND_OVER, OWN_COPIES
from portal.documents.papers.rules import first_way, ways_open
from portal.documents.papers.words import READY, READY_CONFIRMABLE
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import SYSTEM, Actor, Conflict, require
from portal.notices.services import notify
from portal.people.persons.models import Person


def promise(db: Db, actor: Actor, paper: Paper, persons: Iterable[uuid.UUID], last_day: date | None) -> None:
    """Everybody gets a copy (人民调解法 art.29); each starts with the way that fits how they wish to be reached."""
    for person_id in persons:
        person = db.get_one(Person, person_id)
        row = PaperDelivery(paper_id=paper.id, person_id=person_id, last_confirmation_on=last_day)
        row.way, row.created_at = first_way(person.contact_channel, has_address=_has_address(person)), clock.now()
        db.add(row)
        db.flush()
        audit.record(db, actor, "copy.promised", row, ["way"])


def choose(db: Db, actor: Actor, delivery: PaperDelivery, way: str) -> None:
    """The receiver says how they want it, before or after it is ready."""
    require(db, actor, OWN_COPIES, delivery)
    if way not in open_to(delivery):
        raise Conflict(_("这种方式现在不能用，请选别的方式。"))
    delivery.way, delivery.chosen_at = way, clock.now()
    db.flush()
    audit.record(db, actor, "copy.way_chosen", delivery, ["way"])


def open_to(delivery: PaperDelivery) -> tuple[str, ...]:
    """The ways its receiver may choose among."""
    return ways_open(delivery.person.contact_channel, has_address=_has_address(delivery.person))


def _has_address(person: Person) -> bool:
    return person.address_sealed is not None


def send(db: Db, paper: Paper) -> None:
    """The finished paper is there: tell each receiver who has not been told yet."""
    rows = select(PaperDelivery).where(PaperDelivery.paper_id == paper.id, PaperDelivery.notice_id.is_(None))
    for row in db.scalars(rows.order_by(PaperDelivery.id)):
        notice = notify(
            db, READY if row.last_confirmation_on is None else READY_CONFIRMABLE, person_id=row.person_id,
            matter_id=paper.matter_id, number=paper.number_text, last_on=row.last_confirmation_on,
        )  # fmt: skip
        row.notice_id = notice.id
    db.flush()
    audit.record(db, SYSTEM, "copies.sent", paper)


def note_opened(db: Db, actor: Actor, paper: Paper) -> None:
    """The receiver opened the file: a read mark on its own connection, for a page that only reads leaves no other."""
    if actor.person is None or paper.sealed_at is None:
        return
    mine = select(PaperDelivery).where(PaperDelivery.paper_id == paper.id, PaperDelivery.person_id == actor.person)
    row = db.scalar(mine.where(PaperDelivery.opened_at.is_(None)))
    if row is None:
        return
    with db.info["database"].writing() as own:
        kept = own.get_one(PaperDelivery, row.id)
        kept.opened_at = kept.opened_at or clock.now()
        audit.record(own, actor, "copy.opened", kept, ["opened_at"])


def hand_over(db: Db, actor: Actor, delivery: PaperDelivery, collected_by: str) -> None:
    """A paper copy was fetched: who came for it, and who handed it over."""
    _gone(db, actor, delivery, collected_by)
    audit.record(db, actor, "copy.collected", delivery, ["collected_at", "collected_by"])


def post(db: Db, actor: Actor, delivery: PaperDelivery, number: str) -> None:
    """A paper copy was put into the post: under which number, and who did so."""
    if "post" not in open_to(delivery):
        raise Conflict(_("本人没有选择寄信联系，或者没有留地址，不能邮寄。"))
    _gone(db, actor, delivery, number, posted=True)
    audit.record(db, actor, "copy.posted", delivery, ["collected_at", "collected_by", "posted"])


def _gone(db: Db, actor: Actor, delivery: PaperDelivery, to: str, *, posted: bool = False) -> None:
    require(db, actor, HAND_OVER, delivery.paper)
    if delivery.paper.state != "sealed":
        raise Conflict(_("文书还没有办好，不能发放。"))
    if delivery.collected_at is not None:
        raise Conflict(_("这份文书已经登记发出过了。"))
    delivery.collected_at, delivery.collected_by, delivery.posted = clock.now(), to, posted
    delivery.handed_by = actor.account
    db.flush()
