"""Matters at the centre's own desk whose next step is due: to be classified, to be given to a committee."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import defer, joinedload

from portal.kernel.db import Db
from portal.kernel.feature import FEW, Task
from portal.kernel.policy import Actor
from portal.matters import telling
from portal.matters.models import Matter
from portal.matters.queries import visible_to
from portal.matters.rules import show_code

HERE = ("registered", "triaged")


def find(db: Db, actor: Actor, tonight: datetime) -> Sequence[Task]:
    """Whoever is in danger first, then the longest due."""
    rows = select(Matter).where(Matter.id.in_(visible_to(actor).with_only_columns(Matter.id)))
    back = and_(Matter.stage == "routed", Matter.holder_id == Matter.center_id)  # no committee has it any more
    rows = rows.where(or_(Matter.stage.in_(HERE), back))
    rows = rows.where(Matter.center_id.in_(actor.organisations("dispatcher", "clerk")))
    rows = rows.where(Matter.next_due_at < tonight).order_by(Matter.danger.desc(), Matter.next_due_at, Matter.id)
    rows = rows.options(defer(Matter.story_sealed), defer(Matter.wish_sealed), joinedload(Matter.holder)).limit(FEW)
    return [_task(db, matter) for matter in db.scalars(rows)]


def _task(db: Db, matter: Matter) -> Task:
    coming = telling.coming(db, matter, desk=True)
    url = url_for("matters.show", matter_id=matter.id)
    return Task(coming.text, show_code(matter.code), url, coming.due_at, urgent=bool(matter.danger))
