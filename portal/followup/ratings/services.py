"""Inviting after the end, and taking the answer."""

import uuid
from collections.abc import Mapping

from sqlalchemy import select

from portal.contracts.events import MatterClosed
from portal.directory.taxonomy.rules import load
from portal.followup.ratings.models import Rating
from portal.followup.ratings.rules import VIOLENT, invite_at, is_open
from portal.kernel import audit, clock
from portal.kernel.db import Db
from portal.kernel.i18n import gettext as _
from portal.kernel.outbox import Job, enqueue
from portal.kernel.policy import Actor, Conflict, Refused
from portal.matters import hearing
from portal.matters.models import Involvement, Matter
from portal.notices.services import notify
from portal.people.persons.queries import speakers


def plan(db: Db, event: MatterClosed) -> None:
    """When a matter closes: each party who was ever in it, or their guardian, gets an invitation in its time."""
    matter = db.get_one(Matter, event.matter)
    if event.kind == "procedural" and matter.class_code is None:
        return  # called off before anybody had begun: there is nothing to rate
    at = invite_at(clock.now(), danger=_tender(matter))
    inside = select(Involvement.person_id).where(Involvement.matter_id == matter.id, Involvement.capacity == "party")
    there = [person_id for person_id in db.scalars(inside) if person_id is not None]
    for person_id in dict.fromkeys(speakers(db, there).values()):
        if _of(db, matter, person_id) is not None:
            continue
        rating = Rating(matter_id=matter.id, person_id=person_id, invited_at=at, scores={})
        db.add(rating)
        db.flush()
        enqueue(db, "ratings.invite", key=rating.id.hex, at=at, rating=rating.id)


def _tender(matter: Matter) -> bool:
    """Whether it was about violence or a crisis: said so by somebody, or by its class."""
    minor = load().minors.get(matter.class_code or "")
    return matter.danger or (minor is not None and bool(minor.flags & VIOLENT))


def _of(db: Db, matter: Matter, person_id: uuid.UUID) -> Rating | None:
    return db.scalar(select(Rating).where(Rating.matter_id == matter.id, Rating.person_id == person_id))


def invite(job: Job) -> None:
    """The invitation goes out, unless the matter was reopened or turned dangerous since."""
    with job.database.writing() as db:
        rating = db.get_one(Rating, job.uuid("rating"))
        matter = db.get_one(Matter, rating.matter_id)
        if matter.closed_at is None or rating.answered_at is not None:
            return
        due = invite_at(matter.closed_at, danger=_tender(matter))
        if due > clock.now():
            rating.invited_at = due
            enqueue(db, "ratings.invite", key=f"{rating.id.hex}:{due.isoformat()}", at=due, rating=rating.id)
            return
        notify(db, "rating.invited", person_id=rating.person_id, matter_id=matter.id)


def open_for(db: Db, actor: Actor, matter: Matter) -> Rating | None:
    """The actor's invitation, while it may be answered."""
    if actor.person is None:
        return None
    rating = _of(db, matter, actor.person)
    if rating is None or rating.answered_at is not None or not is_open(rating.invited_at, clock.now()):
        return None
    return rating


def answer(db: Db, actor: Actor, matter: Matter, scores: Mapping[str, int], words: str) -> None:
    """Take the answer once; mediators never learn who gave which score."""
    rating = open_for(db, actor, matter)
    if rating is None:
        raise Refused
    held = select(Rating).where(Rating.id == rating.id).with_for_update()
    rating = db.scalars(held.execution_options(populate_existing=True)).one()
    if rating.answered_at is not None:
        raise Conflict(_("您已经评价过了，谢谢。"))
    rating.scores, rating.words = dict(scores), words or None
    rating.answered_at = clock.now()
    audit.record(db, actor, "rating.answered", rating, ["scores"])
    hearing.heed(db, actor, matter, words)
