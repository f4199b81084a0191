"""Matters at the centre's own desk whose next step is due: to be classified, to be given to a committee."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import defer, joinedload

from portal.kernel.db import Db
from portal.kernel.feature import FEW, Task
from portal.kernel.policy import Actor
from portal.matters import telling
from portal.matters.models import Matter
from portal.matters.queries import visible_to
from portal.matters.rules import show_code

HERE = ("registered", "triaged", "routed")


def find(db: Db, actor: Actor, tonight: datetime) -> Sequence[Task]:
    """The longest due of each stage, which an index has in this order."""
    centers = sorted(actor.organisations("dispatcher", "clerk"), key=str)
    return [_task(db, one) for center in centers for stage in HERE for one in _due(db, actor, center, stage, tonight)]


def _due(db: Db, actor: Actor, center: uuid.UUID, stage: str, tonight: datetime) -> Sequence[Matter]:
    rows = visible_to(actor).where(Matter.center_id == center, Matter.stage == stage, Matter.next_due_at < tonight)
    if stage == "routed":  # and no committee has it any more
        rows = rows.where(Matter.holder_id == center)
    rows = rows.options(defer(Matter.story_sealed), defer(Matter.wish_sealed), joinedload(Matter.holder))
    return db.scalars(rows.order_by(Matter.next_due_at).limit(FEW)).all()


def _task(db: Db, matter: Matter) -> Task:
    coming = telling.coming(db, matter, desk=True)
    url = url_for("matters.show", matter_id=matter.id)
    return Task(coming.text, show_code(matter.code), url, coming.due_at, urgent=bool(matter.danger))
