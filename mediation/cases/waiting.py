"""How many mediations ask for somebody today, for the rail and the desk."""

from sqlalchemy import func, select

from mediation.cases.models import MediationCase
from mediation.cases.queries import visible_to
from mediation.cases.rules import RUNNING
from mediation.conflicts import queries as conflicts
from portal.kernel import clock
from portal.kernel.db import Db
from portal.kernel.policy import Actor
from portal.matters.dates import midnight_after
from portal.matters.models import Matter

MANY = 100


def count(db: Db, actor: Actor) -> int:
    """Those whose file still waits for the mediator's statement, and those whose next step is due today or was."""
    tonight = midnight_after(db, clock.today(db.info["settings"].zone))
    due = visible_to(actor).join(MediationCase.matter).with_only_columns(MediationCase.id)
    due = due.where(MediationCase.state.in_(RUNNING), Matter.next_due_at < tonight)
    found = db.scalar(select(func.count()).select_from(due.limit(MANY).subquery())) or 0
    return conflicts.count(db, actor) + found
