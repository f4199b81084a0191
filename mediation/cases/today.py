"""What mediations ask of somebody today: statements that wait, and next steps that are due or were."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from sqlalchemy import ColumnElement, case
from sqlalchemy.orm import contains_eager, joinedload

from mediation.cases.models import MediationCase
from mediation.cases.queries import visible_to
from mediation.cases.rules import RUNNING
from mediation.conflicts import queries as conflicts
from portal.kernel.db import Db
from portal.kernel.feature import FEW, Task
from portal.kernel.i18n import gettext as _
from portal.kernel.policy import Actor
from portal.matters import telling
from portal.matters.models import Matter
from portal.matters.rules import show_code


def find(db: Db, actor: Actor, tonight: datetime) -> Sequence[Task]:
    """Statements first: until then the file is shut and nothing goes on."""
    waiting = [
        Task(_("确认有没有利害关系"), show_code(card.code), url_for("conflicts.declare", case_id=card.id))
        for card in conflicts.cards(db, actor)
    ]
    rows = visible_to(actor).join(MediationCase.matter)
    rows = rows.options(contains_eager(MediationCase.matter).options(joinedload(Matter.holder)))
    rows = rows.where(_theirs(actor), MediationCase.state.in_(RUNNING), Matter.next_due_at < tonight)
    due = db.scalars(rows.order_by(Matter.next_due_at, MediationCase.id).limit(FEW))
    return [*waiting, *(_step(db, one) for one in due)][:FEW]


def _theirs(actor: Actor) -> ColumnElement[bool]:
    """One's own; for a head those besides that have no mediator now."""
    heads = MediationCase.committee_id.in_(actor.organisations("committee_head"))
    own = MediationCase.mediator_id == actor.account
    return case((MediationCase.vacant_since.is_(None), own), else_=heads)


def _step(db: Db, one: MediationCase) -> Task:
    coming = telling.coming(db, one.matter, desk=True)
    return Task(coming.text, show_code(one.matter.code), url_for("cases.show", case_id=one.id), coming.due_at)
